/**
 * For a file of tests about permissions, which bind everybody but root, as whom CI runs. There is no way back; but each file of tests
 * has a process of its own.
 */
export function becomeNobody(): void {
  if (process.getuid?.() !== 0) return;
  process.setgroups?.([]);
  process.setgid?.(65534);
  process.setuid?.(65534);
}
