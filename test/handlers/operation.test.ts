import { describe, expectTypeOf, test } from "vitest";
import type * as z from "zod";
import type { Operation } from "#core/operation.ts";
import type { operation } from "#handlers/operate-input.ts";

/** The same data, as what nobody changes. */
type Plain<T> = T extends readonly (infer Item)[]
  ? readonly Plain<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Plain<T[Key]> }
    : T;

/** What the schema lets through under one name. */
type Checked<Command extends Operation["command"]> = Extract<
  Plain<z.infer<typeof operation>>,
  { readonly command: Command }
>;

/** What the command line sends under that name. A variant that stands for several names has each of them. */
type Sent<Command extends Operation["command"]> = Operation extends infer Variant
  ? Variant extends { readonly command: string }
    ? Command extends Variant["command"]
      ? Plain<Omit<Variant, "command"> & { readonly command: Command }>
      : never
    : never
  : never;

/** Whether two types are one, an optional field too much included. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The operations that the two sides know differently. */
type Drift = {
  [Command in Operation["command"]]: Same<Checked<Command>, Sent<Command>> extends true ? never : Command;
}[Operation["command"]];

// tsc is what checks these: an operation that one side has otherwise does not compile.
describe("the stack's operations", () => {
  test("are the same for the command line and for the schema that checks them", () => {
    expectTypeOf<z.infer<typeof operation>["command"]>().toEqualTypeOf<Operation["command"]>();
    expectTypeOf<Drift>().toEqualTypeOf<never>();
  });
});
