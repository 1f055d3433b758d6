/** A register behind HTTP, as a mapping file describes it: in turn, with patience, and left alone while it is down. */
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleType,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { RegistryAnswer, RegistryQuestion } from '../../document/registry.js';
import type { Kind } from '../../invoice/kinds.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { RegistryProvider } from '../../ports/registry.js';
import { answerOf, codeOf } from './answer.js';
import { type RegistryMapping, RegistryMappingError, readMappings } from './mapping.js';
import { requestFor, type Secrets, secretsOf } from './request.js';
import { ExchangeFault, exchange } from './transport.js';

export interface RegistryOptions {
  /** A connected ioredis client: then all processes share one rate limit. Without it each has its own. */
  readonly redis?: unknown;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
}

/** The registers at a path (see `readMappings`). Throws RegistryMappingError, also where a secret is not set. */
export function openRegistries(path: string, options: RegistryOptions = {}): readonly RegistryProvider[] {
  return readMappings(path).map((mapping) => openRegistry(mapping, options));
}

/** One register. Throws RegistryMappingError where a secret is not set. */
export function openRegistry(
  mapping: RegistryMapping,
  { redis, env = process.env, now = () => new Date() }: RegistryOptions = {},
): RegistryProvider {
  const register = new Register(mapping, secretsIn(mapping, env), limiterFor(mapping, redis), now);
  return {
    name: mapping.name,
    kinds: Object.keys(mapping.kinds) as Kind[],
    quota: mapping.quota,
    check: (question) => register.check(question),
  };
}

function secretsIn(mapping: RegistryMapping, env: Readonly<Record<string, string | undefined>>): Secrets {
  return new Map(
    secretsOf(mapping).map((name) => {
      const value = env[name];
      if (value) return [name, value];
      throw new RegistryMappingError(
        'registry_no_secret',
        mapping.name,
        `${name} is not set`,
        `Set ${name} in the environment`,
      );
    }),
  );
}

function limiterFor({ name, rate }: RegistryMapping, redis: unknown): RateLimiterAbstract {
  const limits = { keyPrefix: `yanpiao-registry-${name}`, points: rate.requests, duration: rate.seconds };
  const alone = new RateLimiterMemory(limits);
  // While Redis is away each process keeps the limit by itself.
  return redis === undefined
    ? alone
    : new RateLimiterRedis({ ...limits, storeClient: redis, insuranceLimiter: alone });
}

/** It was not our turn for too long. */
class NoTurn extends Error {}

/** An answer that says: ask again. */
class PassingAnswer extends Error {
  readonly answer: RegistryAnswer;
  constructor(answer: RegistryAnswer) {
    super('the register asks for patience');
    this.answer = answer;
  }
}

class Register {
  readonly #mapping: RegistryMapping;
  readonly #secrets: Secrets;
  readonly #limiter: RateLimiterAbstract;
  readonly #now: () => Date;
  readonly #policy: IPolicy;

  constructor(mapping: RegistryMapping, secrets: Secrets, limiter: RateLimiterAbstract, now: () => Date) {
    this.#mapping = mapping;
    this.#secrets = secrets;
    this.#limiter = limiter;
    this.#now = now;
    const passing = handleType(ExchangeFault, ({ passing }) => passing).orType(PassingAnswer);
    const { pauseMs, tries, breaker } = mapping;
    const backoff = new ExponentialBackoff({ initialDelay: pauseMs, maxDelay: pauseMs * 2 ** tries });
    this.#policy = wrap(
      retry(passing, { maxAttempts: tries - 1, backoff }),
      circuitBreaker(passing, {
        halfOpenAfter: breaker.seconds * 1000,
        breaker: new ConsecutiveBreaker(breaker.failures),
      }),
    );
  }

  async check(question: RegistryQuestion): Promise<RegistryAnswer> {
    try {
      return await this.#policy.execute(() => this.#once(question));
    } catch (error) {
      if (error instanceof PassingAnswer) return error.answer;
      if (error instanceof ExchangeFault) return this.#failed(error.code);
      if (error instanceof BrokenCircuitError) return this.#failed('circuit_open');
      if (error instanceof NoTurn) return this.#failed('no_turn');
      throw error;
    }
  }

  async #once(question: RegistryQuestion): Promise<RegistryAnswer> {
    await this.#turn();
    const request = requestFor(this.#mapping, question, this.#secrets, this.#now());
    const body = await exchange(request, this.#mapping.timeoutMs);
    const answer = answerOf(this.#mapping, body, this.#now());
    const code = codeOf(this.#mapping, body);
    if (code !== null && this.#mapping.answer.retry.includes(code)) throw new PassingAnswer(answer);
    return answer;
  }

  /** Waits until the rate limit lets the next request through. */
  async #turn(): Promise<void> {
    const end = Date.now() + BUDGETS.register.turnMs;
    for (;;) {
      try {
        await this.#limiter.consume('all');
        return;
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        if (Date.now() + error.msBeforeNext > end) throw new NoTurn();
        // At least a moment: the limiter may say 0 of a second that is just ending.
        await new Promise((resolve) => setTimeout(resolve, Math.max(10, error.msBeforeNext)));
      }
    }
  }

  /** Codes of ours, in no register's words; `over_limit` is what HTTP 429 says. */
  #failed(code: string): RegistryAnswer {
    return {
      provider: this.#mapping.name,
      outcome: code === 'over_limit' ? 'limited' : 'error',
      state: 'unknown',
      rawCode: code,
      rawText: null,
      fields: {},
      checkedAt: this.#now(),
      person: null,
      evidence: null,
    };
  }
}
