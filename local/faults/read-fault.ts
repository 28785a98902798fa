/** Reads what `POST /faults` is asked. */
import { type FaultKind, faultKinds, type OrderedFault } from "./faults.ts";

/** More calls of one operation than any mailing on one machine makes. */
const MOST_TIMES = 100_000;

/** Only the command line calls these; nothing of the stack dies with them. */
const CALLED_FROM_OUTSIDE = new Set(["lambda", "cloudformation"]);

const FIELDS = ["service", "operation", "kind", "times"];

/**
 * The fault asked for in `body`, or the sentence that refuses it. Without `times` it comes once.
 *
 * @param operations the operations that are known here, by service
 */
export function readFault(
  body: unknown,
  operations: ReadonlyMap<string, readonly string[]>,
): OrderedFault | { readonly refused: string } {
  if (body === null || typeof body !== "object" || Array.isArray(body))
    return refuse(`The body is no object; ${EXAMPLE}`);
  const { service, operation, kind, times = 1 } = body as Readonly<Record<string, unknown>>;
  const foreign = Object.keys(body).find((field) => !FIELDS.includes(field));
  if (foreign !== undefined) return refuse(`There is no field ${told(foreign)}; ${EXAMPLE}`);
  const services = [...operations.keys()].filter((name) => !CALLED_FROM_OUTSIDE.has(name));
  if (typeof service !== "string" || !services.includes(service)) {
    return refuse(`"service" is ${told(service)}, but one of ${services.join(", ")} is expected.`);
  }
  const known = operations.get(service) ?? [];
  if (typeof operation !== "string" || !known.includes(operation)) {
    return refuse(`"operation" is ${told(operation)}, but one of ${known.join(", ")} is expected of ${service}.`);
  }
  if (!faultKinds.includes(kind as FaultKind)) {
    return refuse(`"kind" is ${told(kind)}, but one of ${faultKinds.join(", ")} is expected.`);
  }
  if (!Number.isInteger(times) || Number(times) < 1 || Number(times) > MOST_TIMES) {
    return refuse(`"times" is ${told(times)}, but a whole number from 1 to ${MOST_TIMES} is expected.`);
  }
  return { service, operation, kind: kind as FaultKind, times: Number(times) };
}

const EXAMPLE = 'say {"service":"ses","operation":"SendRawEmail","kind":"drop-answer","times":1}.';

function refuse(refused: string): { readonly refused: string } {
  return { refused };
}

function told(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
}
