import type { FaultCode } from "./fault-code.ts";

/**
 * A world that failed: made only by adapters and by handlers that decode what came from outside.
 *
 * The message says what was tried, on what, with which limit. It carries no address, token or body.
 */
export class Fault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "Fault";
    this.code = code;
  }
}
