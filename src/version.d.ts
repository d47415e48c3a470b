/** Put in by build.mjs; absent when the sources run unbundled, as in tests. */
declare const EDGEGEN_VERSION: string | undefined;
declare const EDGEGEN_GENERATOR: string | undefined;
