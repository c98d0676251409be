import {
  askForMore,
  decideInstitution,
  dropPapers,
  giveInstitutionAnswers,
  keepPaper,
  moveInstitution,
  refusePaper,
  settlePapers,
  startInstitution,
  submitInstitution,
  withdrawInstitution,
  type InstitutionRecord,
  type InstitutionTransition,
} from '../../../bot/submissions/institution.ts';
import type { InstitutionService } from '../../../dialogs/services.ts';
import type { ReasonCode } from '../../../knowledge/reasons/reason-code.ts';

const AGENT = 'agent-1';

/** Institutions as data; their rules are the product's own. */
export class InstitutionsOfWorld {
  readonly all: InstitutionRecord[] = [];
  readonly #at: () => string;

  constructor(at: () => string) {
    this.#at = at;
  }

  get latest(): InstitutionRecord | undefined {
    return this.all.filter(({ state }) => state !== 'withdrawn').at(-1);
  }

  /** A reviewer's decision. */
  decide(outcome: 'approved' | 'rejected', reasons: ReasonCode[] = []): void {
    this.#reviewed((one) => decideInstitution(one, { outcome, reasons, at: this.#at() }, AGENT));
  }

  asksForMore(...reasons: ReasonCode[]): void {
    this.#reviewed((one) => askForMore(one, { reasons, at: this.#at() }, AGENT));
  }

  readonly service: InstitutionService = {
    latest: () => Promise.resolve(this.latest),
    start: (customerId, conversationId) => {
      const { latest } = this;
      if (latest?.state === 'submitted') return Promise.resolve(latest);
      if (latest?.state === 'draft' || latest?.state === 'more_wanted')
        return this.#change(latest.id, (one) => moveInstitution(one, conversationId));
      const number = this.all.length + 1;
      const about = { id: `i${number}`, reference: `VG-FIRM-000${number}`, customerId, conversationId };
      const started = startInstitution({ ...about, at: this.#at() }, latest);
      this.all.push(started);
      return Promise.resolve(started);
    },
    give: (id, answers) => this.#change(id, (one) => giveInstitutionAnswers(one, answers)),
    keepPaper: (id, slot, paper) =>
      this.#change(id, (one) => keepPaper(one, slot, { ...paper, at: this.#at() })),
    refusePaper: (id, slot, paper) =>
      this.#change(id, (one) => refusePaper(one, slot, { ...paper, at: this.#at() })),
    dropPapers: (id, slot) => this.#change(id, (one) => dropPapers(one, slot)),
    settlePapers: (id, slot) => this.#change(id, (one) => settlePapers(one, slot)),
    submit: (id) => this.#change(id, (one) => submitInstitution(one, this.#at())),
    withdraw: async (id) => {
      await this.#change(id, withdrawInstitution);
    },
  };

  #reviewed(step: (one: InstitutionRecord) => InstitutionTransition): void {
    const { latest } = this;
    if (!latest) throw new Error('nothing to decide on');
    this.#apply(latest.id, step);
  }

  #change(id: string, step: (one: InstitutionRecord) => InstitutionTransition): Promise<InstitutionRecord> {
    return Promise.resolve(this.#apply(id, step));
  }

  #apply(id: string, step: (one: InstitutionRecord) => InstitutionTransition): InstitutionRecord {
    const before = this.all.find((one) => one.id === id);
    if (!before) throw new Error('no such institution');
    const transition = step(before);
    if (transition.kind === 'refused') throw new Error(`refused: ${transition.why}`);
    if (transition.kind === 'unchanged') return before;
    this.all[this.all.indexOf(before)] = transition.institution;
    return transition.institution;
  }
}
