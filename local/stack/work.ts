/** All that runs: functions, the queues that feed them, the schedule, and the turn of the clock that moves them. */
import type { Caller } from "../access/gate.ts";
import { createTurner, type Turner } from "../clock/turn.ts";
import { createLocalFunction, type LocalFunction } from "../functions/local-function.ts";
import { type FunctionPlan, readFunctions } from "../functions/read-functions.ts";
import { createEventSource, type EventSource } from "../services/event-source.ts";
import type { QueueDefinition, Queues } from "../services/queues.ts";
import { type EventSourcePlan, readEventSources } from "../services/read-queues.ts";
import { createSchedule } from "../services/schedule.ts";
import type { Ground } from "./ground.ts";

export interface Work {
  readonly functions: readonly LocalFunction[];
  readonly turn: Turner;
  /** Begins to bring messages to functions. */
  start(): void;
  /** Takes no more messages, lets what runs come to its end for a moment, then ends every process. */
  stop(): Promise<void>;
}

/** An invocation that is cut off leaves its deliveries uncertain; most end well within this. */
const LAST_MOMENT_MS = 1000;

export interface Waiting {
  readonly definitions: readonly QueueDefinition[];
  readonly queues: Queues;
}

/** Functions that no queue feeds run at most so often at once. */
const CONCURRENCY_WITHOUT_QUEUE = 2;

export function setUpWork(ground: Ground, waiting: Waiting, localOrigins: ReadonlyMap<string, string>): Work {
  const { deployment, assembly, clock, activity, gate, gateway, place } = ground;
  const mappings = readEventSources(deployment, waiting.definitions);
  const plans = readFunctions(deployment, assembly, localOrigins);
  for (const { caller } of plans) gateway.addCaller(caller);
  const functions = plans.map((plan) => setUpFunction(plan, mappings, ground));
  const rules = deployment.ofType("AWS::Events::Rule");
  const schedule = createSchedule({ rules, functions, clock, gate, region: place.region, account: place.account });
  const sources = mappings.flatMap((mapping) => setUpSource(mapping, { plans, functions, waiting, ground }));
  const wake = () => {
    for (const source of sources) source.wake();
  };
  let stopped = false;
  const turn = createTurner({
    clock,
    activity,
    wake,
    fire: schedule.fire,
    isStopped: () => stopped,
    nextDueAt: () => earliest(sources.map((source) => source.nextDueAt())),
    setTurning(turning) {
      schedule.setTurning(turning);
      for (const source of sources) source.setTurning(turning);
    },
  });
  return {
    functions,
    turn,
    start: wake,
    async stop() {
      stopped = true;
      schedule.stop();
      for (const source of sources) source.stop();
      await Promise.all(functions.map((each) => each.stop(LAST_MOMENT_MS)));
    },
  };
}

function setUpFunction(
  { caller, definition }: FunctionPlan,
  mappings: readonly EventSourcePlan[],
  ground: Ground,
): LocalFunction {
  const feeding = mappings.filter((mapping) => mapping.functionArn === definition.facts.arn);
  const concurrency =
    feeding.reduce((sum, mapping) => sum + mapping.maximumConcurrency, 0) || CONCURRENCY_WITHOUT_QUEUE;
  const onLine = (line: string, stream: "stdout" | "stderr") => ground.journal.line(caller.name, line, stream);
  const onFailure = (sentence: string) => ground.journal.warn(`${caller.name}: ${sentence}`);
  return createLocalFunction({ ...definition, shortName: caller.name, concurrency, onLine }, { ...ground, onFailure });
}

interface SourceParts {
  readonly plans: readonly FunctionPlan[];
  readonly functions: readonly LocalFunction[];
  readonly waiting: Waiting;
  readonly ground: Ground;
}

/** Lambda receives with the function's own role, and refuses the mapping where the role does not allow it. */
const RECEIVING = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

function setUpSource(
  mapping: EventSourcePlan,
  { plans, functions, waiting, ground }: SourceParts,
): readonly EventSource[] {
  const target = functions.find((each) => each.arn === mapping.functionArn);
  const caller: Caller | undefined = plans.find(
    ({ definition }) => definition.facts.arn === mapping.functionArn,
  )?.caller;
  if (!target || !caller)
    throw new Error(`${mapping.queueArn} feeds ${mapping.functionArn}, which is no function here.`);
  const refused = RECEIVING.filter(
    (action) => ground.gate.callerMay(caller, { action, anyOf: [mapping.queueArn] }) !== "allowed",
  );
  if (refused.length > 0) return [];
  const onFailure = (sentence: string) => ground.journal.warn(`${caller.name}: ${sentence}`);
  return [createEventSource(mapping, { ...ground, queues: waiting.queues, target, onFailure })];
}

function earliest(instants: readonly (number | undefined)[]): number | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
