/** What everything in the stack stands on: time, the gate and the gateway, and the template resolved for this place. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type Calls, createCalls } from "../access/calls.ts";
import { createGate, type Gate } from "../access/gate.ts";
import { resourcePolicies } from "../access/policies.ts";
import type { Statement } from "../access/statement.ts";
import { type Activity, createActivity } from "../clock/activity.ts";
import { type Clock, createClock } from "../clock/clock.ts";
import { createFaults, type Faults } from "../faults/faults.ts";
import { createProcesses, type Processes } from "../functions/processes.ts";
import { createGateway, type Gateway } from "../gateway/gateway.ts";
import type { Journal } from "../journal.ts";
import type { Notebook } from "../notebook.ts";
import type { Assembly } from "../template/assembly.ts";
import { type Deployment, deploy } from "../template/deployment.ts";
import type { Place } from "../template/resource-types.ts";

export interface Ground {
  readonly assembly: Assembly;
  readonly notebook: Notebook;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly calls: Calls;
  readonly gate: Gate;
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly processes: Processes;
  readonly deployment: Deployment;
  readonly place: Place;
}

/** The stack's region and account, as far as code and policies see them. */
const REGION = "us-east-1";
const ACCOUNT = "000000000000";

export async function layGround({
  assembly,
  notebook,
  journal,
}: Pick<Ground, "assembly" | "notebook" | "journal">): Promise<Ground> {
  const clock = createClock(notebook);
  const calls = createCalls(clock, (call) => {
    journal.warn(`Denied: ${call.function} may not ${call.service}:${call.operation} on ${call.resource}`);
  });
  let policies: ReadonlyMap<string, readonly Statement[]> = new Map();
  const gate = createGate({ calls, account: ACCOUNT, policyOf: (resource) => policies.get(resource) ?? [] });
  const [faults, processes] = [createFaults(), createProcesses()];
  const gateway = createGateway({ clock, gate, faults, processes, onUnknown: journal.warn });
  gateway.server.listen(0, "127.0.0.1");
  await once(gateway.server, "listening");
  const { port } = gateway.server.address() as AddressInfo;
  const place = { region: REGION, account: ACCOUNT, gateway: `http://127.0.0.1:${port}` };
  const deployment = deploy(assembly, place);
  policies = resourcePolicies(deployment);
  const activity = createActivity();
  return {
    assembly,
    notebook,
    journal,
    clock,
    activity,
    calls,
    gate,
    gateway,
    faults,
    processes,
    deployment,
    place,
  };
}
