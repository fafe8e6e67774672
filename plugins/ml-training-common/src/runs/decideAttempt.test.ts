import fc from 'fast-check';
import {
  decideAttempt,
  MISSES_UNTIL_LOST,
  type AttemptSituation,
  type EngineWord,
} from './decideAttempt';
import { ENDED_STATES, hasEnded, RUN_STATES, type RunState } from './runState';

function situationOf(change: Partial<AttemptSituation> = {}): AttemptSituation {
  return {
    state: 'queued',
    pending: null,
    handedOver: 'yes',
    stopAskedBy: null,
    end: null,
    begun: false,
    engine: { says: 'not asked' },
    misses: 0,
    ...change,
  };
}

function recorded(
  state: RunState,
  because: string | null = null,
  pending: string | null = null,
) {
  return { do: 'record', state, because, pending };
}

const GONE: EngineWord = { says: 'gone', because: 'No such process.' };
const UNREACHABLE: EngineWord = { says: 'unreachable', because: 'It is down.' };
const STOPPED_BY_ADA = recorded('stopped', 'engineer stopped it.');

describe('decideAttempt', () => {
  it.each([
    ['is announced before it is handed over', { handedOver: 'no' }, 'announce'],
    [
      'is submitted once that is written down',
      { handedOver: 'maybe' },
      'submit',
    ],
    ['is asked about when the engine took it', {}, 'ask'],
    [
      'is stopped where somebody asked for it',
      { stopAskedBy: 'engineer', state: 'running' },
      'stop',
    ],
    [
      'is submitted once more to be stopped where the answer got lost',
      { stopAskedBy: 'engineer', handedOver: 'maybe' },
      'submit',
    ],
  ] as const)('an attempt %s', (_, change, action) => {
    expect(decideAttempt(situationOf(change))).toEqual({ do: action });
  });

  it.each([
    [
      'waits while the engine says so',
      { engine: { says: 'pending', because: '2 before it.' } },
      recorded('queued', null, '2 before it.'),
    ],
    [
      'runs where a step began although the engine is behind',
      { engine: { says: 'pending', because: '2 before it.' }, begun: true },
      recorded('running', null, '2 before it.'),
    ],
    ['runs', { engine: { says: 'running' } }, recorded('running')],
    [
      'stays as it was while the engine cannot be asked',
      { state: 'running', engine: UNREACHABLE },
      recorded('running', 'It is down.'),
    ],
    [
      'stays as it was where it cannot be stopped because the engine cannot be asked',
      { state: 'running', stopAskedBy: 'engineer', engine: UNREACHABLE },
      recorded('running', 'It is down.'),
    ],
    [
      'stays as it was after too few misses',
      { state: 'running', engine: GONE, misses: MISSES_UNTIL_LOST - 1 },
      recorded('running'),
    ],
    [
      'is lost after enough misses',
      { state: 'running', engine: GONE, misses: MISSES_UNTIL_LOST },
      recorded('lost', 'No such process.'),
    ],
    [
      'is lost where the engine is done and the store has no end',
      { engine: { says: 'ended' }, misses: MISSES_UNTIL_LOST },
      recorded(
        'lost',
        'The engine is done with it, but the store does not say how it ended.',
      ),
    ],
    [
      'stays lost without counting again',
      { state: 'lost', engine: GONE, misses: 1 },
      recorded('lost', 'No such process.'),
    ],
    [
      'runs again when a lost one is found',
      { state: 'lost', engine: { says: 'running' } },
      recorded('running'),
    ],
    [
      'ends when the end of a lost one turns up',
      { state: 'lost', end: 'succeeded' },
      recorded('succeeded'),
    ],
    [
      'is stopped without an engine where none was given it',
      { stopAskedBy: 'engineer', handedOver: 'no', engine: UNREACHABLE },
      STOPPED_BY_ADA,
    ],
    [
      'is stopped when the engine stopped it',
      {
        stopAskedBy: 'engineer',
        state: 'running',
        engine: { says: 'stopped' },
      },
      STOPPED_BY_ADA,
    ],
    [
      'is stopped where stopping made a step fail',
      { stopAskedBy: 'engineer', state: 'running', end: 'failed' },
      STOPPED_BY_ADA,
    ],
    [
      'has succeeded where the stop came too late',
      { stopAskedBy: 'engineer', state: 'running', end: 'succeeded' },
      recorded('succeeded'),
    ],
    [
      'is blocked where the stop came too late',
      { stopAskedBy: 'engineer', state: 'running', end: 'blocked' },
      recorded('blocked'),
    ],
    [
      'has the end that the store says although the engine cannot be asked',
      { state: 'running', end: 'failed', engine: UNREACHABLE },
      recorded('failed'),
    ],
  ] as const)('an attempt %s', (_, change, decision) => {
    expect(decideAttempt(situationOf(change))).toEqual(decision);
  });

  const situations = fc.record<AttemptSituation>({
    state: fc.constantFrom(...RUN_STATES),
    pending: fc.constantFrom(null, 'pending'),
    handedOver: fc.constantFrom('no', 'maybe', 'yes'),
    stopAskedBy: fc.constantFrom(null, 'engineer'),
    end: fc.constantFrom(null, 'succeeded', 'blocked', 'failed', 'stopped'),
    begun: fc.boolean(),
    engine: fc.constantFrom<EngineWord>(
      { says: 'not asked' },
      { says: 'pending', because: 'waits' },
      { says: 'running' },
      { says: 'ended' },
      GONE,
      { says: 'stopped' },
      UNREACHABLE,
    ),
    misses: fc.nat({ max: 5 }),
  });

  it('never touches a run that has ended', () => {
    fc.assert(
      fc.property(
        situations,
        fc.constantFrom(...ENDED_STATES),
        (situation, state) => {
          expect(decideAttempt({ ...situation, state })).toEqual({
            do: 'nothing',
          });
        },
      ),
    );
  });

  it('never does to an engine what nobody wrote down before', () => {
    fc.assert(
      fc.property(situations, situation => {
        const { do: action } = decideAttempt(situation);
        expect(
          situation.handedOver === 'no' &&
            ['submit', 'ask', 'stop'].includes(action),
        ).toBe(false);
        expect(action === 'stop' && situation.stopAskedBy === null).toBe(false);
      }),
    );
  });

  it('makes a run lost only after enough misses', () => {
    fc.assert(
      fc.property(situations, situation => {
        const decision = decideAttempt(situation);
        const becameLost =
          decision.do === 'record' &&
          decision.state === 'lost' &&
          situation.state !== 'lost';
        expect(becameLost && situation.misses < MISSES_UNTIL_LOST).toBe(false);
      }),
    );
  });

  it('gives an attempt to the engine once, however often the service is killed', () => {
    const events = fc.array(
      fc.constantFrom(
        'look',
        'killed',
        'engine down',
        'stop',
        'end',
      ) satisfies fc.Arbitrary<string>,
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(events, happened => {
        const life = new Life();
        for (const event of happened) life.meets(event);
        expect(life.refs.size).toBeLessThanOrEqual(1);
        expect(life.begins).toBeLessThanOrEqual(1);
        expect(life.leftAnEnd).toBe(false);
      }),
    );
  });
});

/** One attempt, an engine that is idempotent, and a service that may die between any two writes. */
class Life {
  readonly refs = new Set<string>();
  begins = 0;
  leftAnEnd = false;
  #record = { state: 'queued' as RunState, announced: false, ref: '' };
  #engineIsUp = true;
  #hasEngine = false;
  #stopAsked = false;
  #end: 'succeeded' | null = null;

  meets(event: string): void {
    if (event === 'engine down') this.#engineIsUp = !this.#engineIsUp;
    if (event === 'stop') this.#stopAsked = true;
    if (event === 'end' && this.#hasEngine) this.#end = 'succeeded';
    if (event === 'look') this.#look(20);
    // Before the third write of the look.
    if (event === 'killed') this.#look(2);
  }

  #look(steps: number): void {
    let engine: EngineWord = { says: 'not asked' };
    for (let i = 0; i < steps; i++) {
      const { state, announced, ref } = this.#record;
      const handedOver = announced ? 'maybe' : 'no';
      const decision = decideAttempt(
        situationOf({
          state,
          handedOver: ref ? 'yes' : handedOver,
          stopAskedBy: this.#stopAsked ? 'engineer' : null,
          end: this.#end,
          engine,
        }),
      );
      if (decision.do === 'nothing') return;
      if (decision.do === 'record') {
        if (hasEnded(state)) this.leftAnEnd = true;
        this.#record = { ...this.#record, state: decision.state };
        return;
      }
      if (decision.do === 'announce') {
        this.#record = { ...this.#record, announced: true };
      } else if (this.#engineIsUp) {
        engine = this.#tell(decision.do, i + 1 < steps);
      } else {
        engine = UNREACHABLE;
      }
    }
  }

  #tell(action: string, survives: boolean): EngineWord {
    if (action === 'ask') return { says: 'running' };
    if (action === 'stop') return { says: 'stopped' };
    if (!this.#hasEngine) this.begins++;
    this.#hasEngine = true;
    if (survives) {
      this.#record = { ...this.#record, ref: 'engine-1' };
      this.refs.add(this.#record.ref);
    }
    return { says: 'not asked' };
  }
}
