import type { Command } from "commander";
import type { Finish } from "../finish.ts";
import type { Io } from "../io.ts";
import { identityHelp, type ProfileOptions, profileVerb } from "../profile-verb.ts";

export interface KubeconfigOptions extends ProfileOptions {
  readonly breakGlass?: boolean;
}

export function kubeconfigCommand(root: Command, io: Io, finish: Finish): void {
  profileVerb(root, "kubeconfig", "prints the operator's kubeconfig")
    .option("--break-glass", "the one of group system:masters, for the day that RBAC locks you out")
    .option("--identity <file>", identityHelp)
    .addHelpText("after", "\nExample:\n  edgegen kubeconfig --profile pi4-2node > ~/.kube/dcn")
    .action(async (options: KubeconfigOptions) =>
      finish(await (await import("../verbs/kubeconfig.ts")).kubeconfigVerb(io, options)),
    );
}
