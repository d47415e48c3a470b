/**
 * The last resort against a cut inside cloud-init, on the kernel's command line because nothing else of the card is in force then.
 *
 * Between cloud-init's first file and the end of bootcmd, a cut may leave files of cloud-init's own empty. On an empty
 * network-config.json, and without its memory of the instance, its local stage fails at the next boot before it has read user-data, so
 * before bootcmd: the node would stay as it is until somebody switches it off and on. All that still runs are the modules of the later
 * stages with the system's own configuration, and what stands behind `cc:` on the command line is part of that (cloudinit/util.py,
 * read_cc_from_cmdline). Wherever user-data is read, its own runcmd takes the place of this one.
 */
const script =
  "grep -o 'ds=nocloud;i=[^ ]*' /proc/cmdline | cut -d= -f3 | grep -qsFf - /etc/edgegen/card.json || for n in 1 2 3 4 5; do mkdir -p /var/lib/edgegen; mkdir /var/lib/edgegen/cut-$n && cloud-init clean && sync && systemctl reboot -ff; done";

const percent = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
const encoded = encodeURIComponent(`"${script}"`).replace(/['*]/g, percent);

/**
 * Asks for this card's files, not an earlier one's: its instance stands on the same line. Not for ever: what fails for another reason
 * stays on and can be looked at. Brackets are written as cloud-init decodes them: by bare ones libkmod takes the words for a module's
 * name and complains at every modprobe.
 */
export const startOver = `cc:runcmd:%20%5B%5Bsh,-c,${encoded}%5D%5Dend_cc`;
