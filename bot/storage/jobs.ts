import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Database, Queryable } from './database.ts';
import { errorCode } from './error-code.ts';
import type { Vault } from './vault.ts';

/** Work that survives a crash. Handlers must be idempotent: a job may run twice, never zero times. */
export interface Jobs {
  /** In the caller's transaction; `key` makes it once-only. Payload is sealed; kind and key are not. */
  add(tx: Queryable, job: { kind: string; key: string; payload: unknown; runAt?: Date }): Promise<void>;
  /**
   * Before start(). A handler that throws is retried with backoff and jitter, then dead. `onGivenUp` hears of that in
   * the transaction that notes it.
   */
  handle(kind: string, handler: JobHandler, onGivenUp?: OnGivenUp): void;
  start(): Promise<void>;
  /** Takes no more jobs and waits for those that run; what is not done in time is done after the next start. */
  stop(): Promise<void>;
}

/**
 * `signal` ends when another instance may take the job: before its lease runs out without having been renewed, so that
 * nothing more is begun by whoever does not hold it any more.
 */
export type JobHandler = (payload: unknown, key: string, signal: AbortSignal) => Promise<void>;

/** `why` is a code, as HopelessJob has it. */
export type OnGivenUp = (
  tx: Queryable,
  key: string,
  end: { readonly why: string; readonly attempts: number },
) => Promise<void>;

/** A handler throws it when no further try can help: the job is dead at once. The message carries no personal data. */
export class HopelessJob extends Error {
  override readonly name = 'HopelessJob';
  /** Why, for the operator: a short code. */
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`It cannot succeed: ${code}`, options);
    this.code = code;
  }
}

/** A handler throws it when the other side said when to come again. The pause is never shorter than usual. */
export class PutOffJob extends Error {
  override readonly name = 'PutOffJob';
  readonly code: string;
  readonly afterMs: number;

  constructor(code: string, afterMs: number, options?: ErrorOptions) {
    super(`It can be tried again later: ${code}`, options);
    this.code = code;
    this.afterMs = afterMs;
  }
}

export interface JobSettings {
  readonly concurrency: number;
  /** How long a job of a vanished process stays with it. A running job's lease is renewed. */
  readonly leaseMs: number;
  readonly maxAttempts: number;
  /** The pause after the first failure; doubled by each further one. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** News may be lost; this is how long that can go unnoticed. */
  readonly pollMs: number;
  readonly stopWithinMs: number;
}

/** With these an hour's outage costs a few tries, and a job is given up after about a day. */
const SETTINGS: JobSettings = {
  concurrency: 4,
  leaseMs: 60_000,
  maxAttempts: 30,
  firstPauseMs: 2_000,
  longestPauseMs: 60 * 60 * 1000,
  pollMs: 5_000,
  stopWithinMs: 20_000,
};

const CHANNEL = 'job';
const SHORTEST_WAIT_MS = 20;
/** Of a lease: whoever could not renew it lets go before others may take it. */
const HELD_SHARE = 0.8;

interface JobDeps {
  readonly database: Database;
  readonly vault: Vault;
  readonly log: Log;
  readonly now: () => Date;
  /** As Math.random. */
  readonly random: () => number;
  readonly settings?: Partial<JobSettings>;
}

interface Handling {
  readonly handler: JobHandler;
  readonly onGivenUp: OnGivenUp | undefined;
}

interface ClaimedJob extends Record<string, unknown> {
  id: number;
  kind: string;
  key: string;
  payload: Buffer;
  attempts: number;
  fence: number;
}

/** Jobs in the table `job`, shared by all instances: each is run by one of them at a time. */
export function createJobs(deps: JobDeps): Jobs {
  const { vault, now } = deps;
  const handlers = new Map<string, Handling>();
  let runner: JobRunner | undefined;
  return {
    async add(tx, { kind, key, payload, runAt }) {
      await tx.query(
        `with added as (
           insert into job (kind, key, payload, due_at, created_at) values ($1, $2, $3, $4, $5)
           on conflict (kind, key) do nothing returning id
         )
         select pg_notify($6, '') from added`,
        [kind, key, vault.seal(payload, contextOf(kind, key)), runAt ?? now(), now(), CHANNEL],
      );
    },
    handle(kind, handler, onGivenUp) {
      if (runner) throw new Error('Handlers are registered before the jobs start.');
      if (handlers.has(kind)) throw new Error(`${kind} has a handler already.`);
      handlers.set(kind, { handler, onGivenUp });
    },
    async start() {
      runner ??= new JobRunner(deps, { ...SETTINGS, ...deps.settings }, handlers);
      await runner.start();
    },
    stop: async () => runner?.stop(),
  };
}

class JobRunner {
  readonly #deps: JobDeps;
  readonly #settings: JobSettings;
  readonly #handlers: ReadonlyMap<string, Handling>;
  readonly #running = new Map<number, Promise<void>>();
  readonly #renewals = new Set<NodeJS.Timeout>();
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;
  #claiming: Promise<void> | undefined;
  #claimAgain = false;
  #stopped = false;

  constructor(deps: JobDeps, settings: JobSettings, handlers: ReadonlyMap<string, Handling>) {
    this.#deps = deps;
    this.#settings = settings;
    this.#handlers = handlers;
  }

  async start(): Promise<void> {
    const wake = () => this.#wake();
    this.#unlisten = await this.#deps.database.listen(CHANNEL, wake, wake);
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#unlisten?.();
    await this.#claiming;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), this.#settings.stopWithinMs);
    });
    const outcome = await Promise.race([Promise.all(this.#running.values()), late]);
    clearTimeout(timer);
    if (outcome === 'late') {
      for (const renewal of this.#renewals) clearInterval(renewal);
      this.#deps.log.warn(
        { jobs: [...this.#running.keys()] },
        'jobs still run; they are run again after the next start',
      );
    }
  }

  /** Looks for work now; one look at a time. */
  #wake(): void {
    if (this.#stopped) return;
    if (this.#claiming) {
      this.#claimAgain = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#claiming = this.#claim()
      .catch((error: unknown) => {
        this.#deps.log.warn({ code: errorCode(error) }, 'no look at the jobs was possible');
        return this.#settings.pollMs;
      })
      .then((waitMs) => {
        this.#claiming = undefined;
        if (this.#stopped) return;
        if (this.#claimAgain) {
          this.#claimAgain = false;
          this.#wake();
        } else {
          this.#timer = setTimeout(() => this.#wake(), waitMs);
        }
      });
  }

  /** Starts as many due jobs as there are free places. Gives the time until the next look. */
  async #claim(): Promise<number> {
    const { database, now } = this.#deps;
    const { concurrency, leaseMs, maxAttempts, pollMs } = this.#settings;
    const kinds = [...this.#handlers.keys()];
    const free = concurrency - this.#running.size;
    if (free <= 0) return pollMs; // the end of a job wakes us
    await this.#buryAbandoned();
    const at = now();
    const jobs = await database.query<ClaimedJob>(
      `update job set state = 'running', attempts = attempts + 1, fence = fence + 1, due_at = $2
       where id in (
         select id from job
         where state in ('waiting', 'running') and due_at <= $1 and kind = any($3) and attempts < $4
         order by due_at limit $5 for update skip locked
       )
       returning id, kind, key, payload, attempts, fence`,
      [at, new Date(at.getTime() + leaseMs), kinds, maxAttempts, free],
    );
    for (const job of jobs) {
      const run = this.#run(job).finally(() => {
        this.#running.delete(job.id);
        this.#wake();
      });
      this.#running.set(job.id, run);
    }
    const [next] = await database.query<{ due_at: Date | null }>(
      `select min(due_at) as due_at from job where state in ('waiting', 'running') and kind = any($1)`,
      [kinds],
    );
    const waitMs = next?.due_at ? next.due_at.getTime() - now().getTime() : pollMs;
    return Math.min(pollMs, Math.max(SHORTEST_WAIT_MS, waitMs));
  }

  /** A job that takes its process down each time is given up as well. */
  async #buryAbandoned(): Promise<void> {
    const { database, now } = this.#deps;
    const why = 'abandoned';
    const abandoned = `state = 'running' and due_at <= $1 and attempts >= $2 and kind = any($3)`;
    const limits = [now(), this.#settings.maxAttempts, [...this.#handlers.keys()]];
    const found = await database.query<Pick<ClaimedJob, 'id' | 'kind'>>(
      `select id, kind from job where ${abandoned}`,
      limits,
    );
    // A transaction for each: what is told of one must not wait with the locks of another.
    for (const { id, kind } of found) {
      const isOurs = await database.transaction(async (tx) => {
        const [job] = await tx.query<Pick<ClaimedJob, 'key' | 'attempts'>>(
          `update job set state = 'dead', last_error = $5, ended_at = $1, fence = fence + 1
           where id = $4 and ${abandoned} returning key, attempts`,
          [...limits, id, why],
        );
        if (job) await this.#handlers.get(kind)?.onGivenUp?.(tx, job.key, { why, attempts: job.attempts });
        return job !== undefined;
      });
      if (isOurs) this.#deps.log.error({ job: id, kind, why }, 'a job is given up');
    }
  }

  async #run(job: ClaimedJob): Promise<void> {
    const { leaseMs } = this.#settings;
    const held = new AbortController();
    const lose = () => held.abort();
    let end = setTimeout(lose, leaseMs * HELD_SHARE);
    const renewal = setInterval(() => {
      const asked = this.#renew(job, renewal);
      void asked.then((outcome) => {
        if (outcome === 'unknown' || held.signal.aborted) return;
        clearTimeout(end);
        if (outcome === 'lost') lose();
        else end = setTimeout(lose, leaseMs * HELD_SHARE);
      });
    }, leaseMs / 3);
    this.#renewals.add(renewal);
    try {
      const handling = this.#handlers.get(job.kind);
      if (!handling) throw new Error('claimed without a handler');
      const payload = this.#deps.vault.open<unknown>(job.payload, contextOf(job.kind, job.key));
      await handling.handler(payload, job.key, held.signal);
      await this.#settle(job, { state: 'done' });
    } catch (error) {
      await this.#settleFailure(job, error);
    } finally {
      clearInterval(renewal);
      this.#renewals.delete(renewal);
      held.abort();
      clearTimeout(end);
    }
  }

  async #renew(job: ClaimedJob, renewal: NodeJS.Timeout): Promise<'kept' | 'lost' | 'unknown'> {
    const until = new Date(this.#deps.now().getTime() + this.#settings.leaseMs);
    try {
      const kept = await this.#deps.database.query(
        `update job set due_at = $3 where id = $1 and fence = $2 and state = 'running' returning id`,
        [job.id, job.fence, until],
      );
      if (kept.length > 0) return 'kept';
      clearInterval(renewal);
      this.#deps.log.warn(
        { job: job.id, kind: job.kind },
        'a job ran too long without a renewal; another took it',
      );
      return 'lost';
    } catch (error) {
      this.#deps.log.warn({ job: job.id, code: errorCode(error) }, 'a lease could not be renewed');
      return 'unknown';
    }
  }

  async #settleFailure(job: ClaimedJob, error: unknown): Promise<void> {
    const { log, now } = this.#deps;
    const why = reasonCode(error);
    const about = { job: job.id, kind: job.kind, attempts: job.attempts, why };
    try {
      if (error instanceof HopelessJob || job.attempts >= this.#settings.maxAttempts) {
        log.error(about, 'a job is given up');
        await this.#settle(job, { state: 'dead', why });
      } else {
        const askedMs = error instanceof PutOffJob ? error.afterMs : 0;
        const pauseMs = Math.max(this.#pause(job.attempts), askedMs);
        log.warn({ ...about, pauseMs: Math.round(pauseMs) }, 'a job failed and will be tried again');
        await this.#settle(job, { state: 'waiting', why, dueAt: new Date(now().getTime() + pauseMs) });
      }
    } catch (fault) {
      // Its lease runs out, and then it is tried again.
      log.warn({ ...about, code: errorCode(fault) }, 'the end of a job could not be noted');
    }
  }

  /** Between half and all of the doubled pause, so that many failures do not come back at the same moment. */
  #pause(attempts: number): number {
    const { firstPauseMs, longestPauseMs } = this.#settings;
    const fullMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
    return (fullMs / 2) * (1 + this.#deps.random());
  }

  /** Notes the end, unless the job was lost to another instance meanwhile. */
  async #settle(
    job: ClaimedJob,
    end: { state: 'done' } | { state: 'dead'; why: string } | { state: 'waiting'; why: string; dueAt: Date },
  ): Promise<void> {
    const { database, now } = this.#deps;
    const { id, kind, key, attempts, fence } = job;
    const note = (on: Queryable): Promise<{ id: number }[]> =>
      on.query<{ id: number }>(
        `update job set
           state = $3,
           payload = case when $3 = 'done' then null else payload end,
           last_error = $4,
           due_at = coalesce($5, due_at),
           ended_at = case when $3 = 'waiting' then null else $6::timestamptz end
         where id = $1 and fence = $2 and state = 'running'
         returning id`,
        [
          id,
          fence,
          end.state,
          end.state === 'done' ? null : end.why,
          end.state === 'waiting' ? end.dueAt : null,
          now(),
        ],
      );
    const onGivenUp = this.#handlers.get(kind)?.onGivenUp;
    if (end.state !== 'dead' || !onGivenUp) {
      await note(database);
      return;
    }
    await database.transaction(async (tx) => {
      const noted = await note(tx);
      if (noted.length > 0) await onGivenUp(tx, key, { why: end.why, attempts });
    });
  }
}

function contextOf(kind: string, key: string): string {
  return `job:${kind}:${key}`;
}

/** A code or a class; never the message, which may hold what people wrote. */
export function reasonCode(error: unknown): string {
  if (error instanceof Failure) return error.code;
  return errorCode(error) || (error instanceof Error ? error.name : 'unknown');
}
