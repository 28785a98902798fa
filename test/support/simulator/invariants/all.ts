import { alarmsHaveCause, nobodyMissesACall } from "./alarms.ts";
import { readersHavePeace } from "./alerting.ts";
import { nobodyLeftOut } from "./audiences.ts";
import { booksBalance } from "./books.ts";
import { acceptedOnce, doublesAreListed, movesForward, outcomesAreTrue } from "./deliveries.ts";
import type { Evidence } from "./evidence.ts";
import { mailedWhileFollowing } from "./following.ts";
import { numbersAddUp } from "./numbers.ts";
import { brakesHold, nothingStaysHeld, staleInTime, stopsHold } from "./operating.ts";
import { everythingIsTold } from "./tellings.ts";

/** What must hold after every run of the simulator, by name. Each says in what way it does not. */
export const invariants: Readonly<Record<string, (evidence: Evidence) => readonly string[]>> = {
  "nobody is left out": nobodyLeftOut,
  "no delivery is accepted twice": acceptedOnce,
  "doubles are listed": doublesAreListed,
  "nobody is mailed of what they do not follow": mailedWhileFollowing,
  "outcomes are true": outcomesAreTrue,
  "the books balance": booksBalance,
  "states only move forward": movesForward,
  "the numbers add up": numbersAddUp,
  "everything is told once": everythingIsTold,
  "what is stopped stays stopped": stopsHold,
  "the brake holds": brakesHold,
  "nothing stays held": nothingStaysHeld,
  "what is stale is so": staleInTime,
  "readers have peace": readersHavePeace,
  "whoever is called is needed": alarmsHaveCause,
  "whoever is needed is called": nobodyMissesACall,
};
