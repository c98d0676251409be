import type { VNode } from 'preact';

import type { InstitutionState } from '../../../knowledge/verification/institution.ts';
import type { SubmissionState } from '../../../knowledge/verification/submission.ts';
import type { Outcome } from '../../../knowledge/verdict.ts';
import type { TicketState } from '../../tickets/ticket.ts';

type Tone = 'calm' | 'good' | 'bad' | 'attention' | 'quiet';

export function Badge({ tone, children }: { tone: Tone; children: string }): VNode {
  return <span class={`badge ${tone}`}>{children}</span>;
}

const SUBMISSION: Readonly<Record<SubmissionState, readonly [Tone, string]>> = {
  draft: ['quiet', 'Not sent in yet'],
  submitted: ['calm', 'To review'],
  approved: ['good', 'Approved'],
  rejected: ['bad', 'Rejected'],
  withdrawn: ['quiet', 'Withdrawn'],
};

export function SubmissionBadge({ state }: { state: SubmissionState }): VNode {
  const [tone, words] = SUBMISSION[state];
  return <Badge tone={tone}>{words}</Badge>;
}

const INSTITUTION: Readonly<Record<InstitutionState, readonly [Tone, string]>> = {
  ...SUBMISSION,
  more_wanted: ['attention', 'Asked for more'],
};

export function InstitutionBadge({ state }: { state: InstitutionState }): VNode {
  const [tone, words] = INSTITUTION[state];
  return <Badge tone={tone}>{words}</Badge>;
}

const TICKET: Readonly<Record<TicketState, readonly [Tone, string]>> = {
  new: ['attention', 'New'],
  open: ['calm', 'Open'],
  reopened: ['attention', 'Reopened'],
  waiting: ['quiet', 'Answered'],
  solved: ['good', 'Solved'],
  closed: ['quiet', 'Closed'],
};

export function TicketBadge({ state }: { state: TicketState }): VNode {
  const [tone, words] = TICKET[state];
  return <Badge tone={tone}>{words}</Badge>;
}

const OUTCOME: Readonly<Record<Outcome, readonly [Tone, string]>> = {
  pass: ['good', 'Passed'],
  review: ['attention', 'Needs your eyes'],
  retake: ['bad', 'Refused by the checks'],
};

export function OutcomeBadge({ outcome }: { outcome: Outcome }): VNode {
  const [tone, words] = OUTCOME[outcome];
  return <Badge tone={tone}>{words}</Badge>;
}
