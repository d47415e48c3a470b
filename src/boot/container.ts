/**
 * Shell that prints `container=yes` where kernel, clock, modules and devices are the host's: checks that look at those are silent
 * there. The same sign as the node's own code reads.
 */
export const sayContainer = `[ ! -e /run/systemd/container ] || echo container=yes`;

export const inContainer = (seen: string): boolean => /^container=yes$/m.test(seen);
