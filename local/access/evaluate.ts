/**
 * Whether AWS would let a request through: the part of IAM that one account with roles and resource policies needs.
 *
 * An explicit deny wins; otherwise one allow is enough; otherwise it is denied. What is not understood fails closed:
 * an allow with it does not hold, a deny with it does.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import { conditionsHold } from "./conditions.ts";
import type { Statement } from "./statement.ts";
import { arnMatches, arnParts, globMatches } from "./wildcards.ts";

export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  /** The values of condition keys; keys are compared without regard to case. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Who asks: an AWS service, or a role of this account. */
  readonly principal: { readonly service: string } | { readonly roleArn: string };
}

export interface Policies {
  /** What the asking role's own policies say; none for an AWS service. */
  readonly identity: readonly Statement[];
  /** What the policy on the resource says. */
  readonly resource: readonly Statement[];
}

export type Decision = "allowed" | "denied" | "explicitly denied";

export function evaluate(policies: Policies, request: AccessRequest): Decision {
  const speaking = [
    ...policies.identity.filter((statement) => concerns(statement, request)),
    ...policies.resource.filter((statement) => namesPrincipal(statement, request) && concerns(statement, request)),
  ];
  if (speaking.some((statement) => statement.effect === "Deny")) return "explicitly denied";
  return speaking.some((statement) => statement.effect === "Allow") ? "allowed" : "denied";
}

function concerns(statement: Statement, request: AccessRequest): boolean {
  const unknownCounts = statement.effect === "Deny";
  return (
    matches(statement.actions, (pattern) => globMatches(pattern.toLowerCase(), request.action.toLowerCase())) &&
    (!statement.resources ||
      matches(statement.resources, (pattern) => arnMatches(pattern, request.resource) ?? unknownCounts)) &&
    conditionsHold(statement.conditions, request.context, unknownCounts)
  );
}

function matches(pattern: Statement["actions"], one: (pattern: string) => boolean): boolean {
  return pattern.of.some(one) !== pattern.not;
}

function namesPrincipal(statement: Statement, request: AccessRequest): boolean {
  const named = statement.principal;
  if (!named) return false;
  if (named.anyone) return true;
  if ("service" in request.principal) return named.services.includes(request.principal.service);
  const { roleArn } = request.principal;
  const account = arnParts(roleArn)[4] ?? "";
  return [roleArn, account, `arn:aws:iam::${account}:root`].some((name) => named.accounts.includes(name));
}
