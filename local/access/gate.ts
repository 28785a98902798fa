/** The one place that decides and records: may this role, or this AWS service, do that here? */
import type { Calls } from "./calls.ts";
import { type Decision, evaluate } from "./evaluate.ts";
import type { Statement } from "./statement.ts";

/** Someone of this account: a function by its role, or the operator. */
export interface Caller {
  /** As `GET /calls` shows it. */
  readonly name: string;
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly statements: readonly Statement[];
}

/** What must be allowed before a call is served. Where several resources would do, one of them is enough. */
export interface Demand {
  readonly action: string;
  readonly anyOf: readonly string[];
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Gate {
  callerMay(caller: Caller, demand: Demand): Decision;
  /** Whether the policy on `resource` lets an AWS service in. */
  serviceMay(service: string, action: string, resource: string, context: Readonly<Record<string, string>>): boolean;
}

export interface GateParts {
  readonly calls: Calls;
  readonly account: string;
  /** The policy on a resource. */
  readonly policyOf: (resource: string) => readonly Statement[];
}

export function createGate({ calls, account, policyOf }: GateParts): Gate {
  // The deployed stack is reached by TLS alone; what happens here stands for that.
  const always = { "aws:SecureTransport": "true" };
  const record = (name: string, action: string, resource: string, denied: boolean) => {
    const [service = "", operation = ""] = action.split(":");
    calls.record({ function: name, service, operation, resource, denied });
  };
  return {
    callerMay(caller, { action, anyOf, context }) {
      const decisions = anyOf.map((resource) =>
        evaluate(
          { identity: caller.statements, resource: policyOf(resource) },
          { action, resource, principal: { roleArn: caller.roleArn }, context: { ...always, ...context } },
        ),
      );
      const decision = decisions.find((each) => each === "allowed") ?? decisions[0] ?? "denied";
      record(caller.name, action, anyOf[0] ?? "*", decision !== "allowed");
      return decision;
    },
    serviceMay(service, action, resource, context) {
      const decision = evaluate(
        { identity: [], resource: policyOf(resource) },
        {
          action,
          resource,
          principal: { service },
          context: { ...always, "aws:SourceAccount": account, ...context },
        },
      );
      record(service, action, resource, decision !== "allowed");
      return decision === "allowed";
    },
  };
}
