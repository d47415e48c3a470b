import type { OtherFault } from "../explanation.ts";

export const bootFailed: OtherFault = {
  meaning: "A node did not come up on the emulated Pi as far as asked, or did not go down again, in time.",
  why: "The same card would do the same in a real one, unless the machine that emulates it was only too slow.",
  remedy:
    "`out/<cluster>.boot/<node>/console.log` has the whole console; the last lines say where it stopped. `--timeout SECONDS` gives it more time, `--keep` leaves the disk behind, `--ssh` opens a session before it goes down.",
};
