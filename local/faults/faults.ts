/** What is to go wrong between a function and a service: the next calls of an operation, so many times. */

/** When the calling process dies, or what happens to the answer. */
export const faultKinds = ["crash-before", "crash-after", "drop-answer", "throttle", "error"] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface OrderedFault {
  /** By its name in `GET /calls`. */
  readonly service: string;
  readonly operation: string;
  readonly kind: FaultKind;
  /** How many calls it befalls. */
  readonly times: number;
}

export interface Faults {
  /** Adds a fault; it comes after those of the same operation that stand already. */
  order(fault: OrderedFault): void;
  /** What is still to come. */
  list(): readonly OrderedFault[];
  clear(): void;
  /** What befalls a call that is made now. */
  take(service: string, operation: string): FaultKind | undefined;
}

export function createFaults(): Faults {
  let ordered: readonly OrderedFault[] = [];
  return {
    order(fault) {
      ordered = [...ordered, fault];
    },
    list: () => ordered,
    clear() {
      ordered = [];
    },
    take(service, operation) {
      const found = ordered.find((fault) => fault.service === service && fault.operation === operation);
      if (!found) return undefined;
      const once = { ...found, times: found.times - 1 };
      ordered = ordered.map((fault) => (fault === found ? once : fault)).filter(({ times }) => times > 0);
      return found.kind;
    },
  };
}
