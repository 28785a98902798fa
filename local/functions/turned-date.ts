/**
 * Lets the code of a function live in the local stack's time: `Date` is read with an offset.
 *
 * Timers and `performance.now` stay real, so that waiting takes as long as it does.
 */

const RealDate = Date;
let offsetMs = 0;

/** Sets how far ahead of the machine this process lives. */
export function setDateOffset(ms: number): void {
  offsetMs = ms;
}

const turnedNow = () => RealDate.now() + offsetMs;

function TurnedDate(...given: readonly unknown[]): unknown {
  if (new.target === undefined) return new RealDate(turnedNow()).toString();
  return Reflect.construct(RealDate, given.length === 0 ? [turnedNow()] : given, new.target);
}

Object.defineProperties(TurnedDate, {
  ...Object.getOwnPropertyDescriptors(RealDate),
  now: { value: turnedNow, writable: true, configurable: true },
});
// One prototype for both: dates made before and after the exchange are instances of either.
Object.defineProperty(RealDate.prototype, "constructor", { value: TurnedDate, writable: true, configurable: true });
globalThis.Date = TurnedDate as unknown as DateConstructor;
