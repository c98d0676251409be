// `npm run ask -- "can I withdraw without KYC"`: what the bot would understand and answer, in the language that
// the question is in, or in the one that `--language es` names.
import { parseArgs } from 'node:util';

import { answerArticle, answerLimit, unknownAnswer, type Answer, type LimitAnswer } from './answer/answer.ts';
import { answerLimits } from './answer/summary.ts';
import { diagnose } from './diagnose/diagnose.ts';
import { articleOf, type Knowledge } from './knowledge.ts';
import { loadKnowledge } from './load.ts';
import { loadLanguages } from './load-languages.ts';
import { loadRecognisers } from './load-recognisers.ts';
import { createLanguageDetector } from './recognise/detect-language.ts';
import type { Recognition } from './recognise/recognise.ts';

function linesFor(knowledge: Knowledge, recognition: Recognition): string[] {
  const { intent, entities } = recognition;
  const { country, verified, registeredAt, amounts } = entities;
  const account = {
    ...(verified !== undefined && { verified }),
    ...(registeredAt !== undefined && { registeredAt }),
    ...(country !== undefined && { residence: country }),
  };
  const article = articleOf(knowledge, intent);
  if (article !== undefined) return linesOfAnswer(answerArticle(knowledge, article));
  if (intent === 'none') return linesOfAnswer(unknownAnswer(knowledge));
  if (intent === 'limits') {
    const answers =
      entities.limitIds.length === 0
        ? [answerLimits(knowledge, account)]
        : entities.limitIds.map((id) => answerLimit(knowledge, id, account, { amounts }));
    return answers.flatMap(linesOfLimit);
  }
  if (intent === 'problem') {
    return diagnose(knowledge, recognition).problems.flatMap((problem) => [
      `${problem.title} (${problem.certainty.toFixed(2)})`,
      ...problem.steps.map((step, number) => `  ${number + 1}. ${step}`),
      `  facts: ${problem.facts.join(', ')}; sections: ${problem.sections.join(', ')}`,
    ]);
  }
  return ['(handled by the dialogs)'];
}

function linesOfLimit(answer: LimitAnswer): string[] {
  return answer.kind === 'ask' ? [`(asks for ${answer.missing})`] : linesOfAnswer(answer.answer);
}

function linesOfAnswer({ text, facts, sections, known }: Answer): string[] {
  return [
    text,
    '',
    `known: ${String(known)}; facts: ${facts.join(', ')}; sections: ${sections.join(', ')}`,
    '',
  ];
}

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { language: { type: 'string' } },
  allowPositionals: true,
});
const text = positionals.join(' ').trim();
const languages = new Map(
  [...loadLanguages(loadKnowledge())].map(([code, { knowledge }]) => [code, knowledge] as const),
);
const code = values.language ?? createLanguageDetector(languages).languageOf(text, 'en');
const knowledge = languages.get(code);
if (text === '' || !knowledge) {
  console.error('Usage: npm run ask -- [--language es] "a question"');
  if (!knowledge) console.error(`Languages: ${[...languages.keys()].join(', ')}`);
  process.exitCode = 2;
} else {
  const recognition = loadRecognisers(new Map([[code, knowledge]]))
    .get(code)
    ?.recognise(text);
  if (!recognition) throw new Error('the language has no recogniser');
  const ranking = recognition.ranking.map(({ intent, confidence }) => `${intent} ${confidence.toFixed(2)}`);
  console.log(`language: ${code}${values.language === undefined ? ' (detected)' : ''}`);
  console.log(`intent: ${recognition.intent}, confidence ${recognition.confidence.toFixed(2)}`);
  console.log(`ranking: ${ranking.join(', ')}`);
  console.log(`entities: ${JSON.stringify(recognition.entities)}\n`);
  console.log(linesFor(knowledge, recognition).join('\n'));
}
