import { isObject, listOf, textOf } from './plain-json.ts';

/** A line of a card, whichever kind of card it was. */
export type CardLine =
  | { readonly kind: 'text'; readonly text: string; readonly strong: boolean }
  | { readonly kind: 'fact'; readonly title: string; readonly value: string }
  | { readonly kind: 'input'; readonly label: string; readonly value: string }
  | { readonly kind: 'button'; readonly title: string };

type Element = Readonly<Record<string, unknown>>;

/** Adaptive, hero and thumbnail cards as lines; what has no words (pictures, spaces) is left out. */
export function readCard(content: unknown): readonly CardLine[] {
  if (!isObject(content)) return [];
  return [
    ...text(content['title'], true),
    ...text(content['subtitle'], false),
    ...text(content['text'], false),
    ...elements(content['body']),
    ...buttons(content['buttons']),
    ...buttons(content['actions']),
  ];
}

function elements(list: unknown): CardLine[] {
  return listOf(list).filter(isObject).flatMap(element);
}

/** The parts that Adaptive Cards nest: containers, columns, tables, and the lines inside. */
function element(one: Element): CardLine[] {
  const type = textOf(one['type']);
  if (type === 'TextBlock') return text(one['text'], isStrong(one));
  if (type === 'RichTextBlock') return text(listOf(one['inlines']).map(inline).join(''), false);
  if (type === 'FactSet') return listOf(one['facts']).filter(isObject).map(fact);
  if (type === 'ActionSet') return buttons(one['actions']);
  if (type.startsWith('Input.')) return [input(one)];
  return [
    ...elements(one['items']),
    ...elements(one['columns']),
    ...elements(one['rows']),
    ...elements(one['cells']),
  ];
}

function text(value: unknown, strong: boolean): CardLine[] {
  const words = textOf(value).trim();
  return words === '' ? [] : [{ kind: 'text', text: words, strong }];
}

const isStrong = (one: Element): boolean =>
  one['weight'] === 'Bolder' || one['weight'] === 'bolder' || one['style'] === 'heading';

const inline = (one: unknown): string => (isObject(one) ? textOf(one['text']) : textOf(one));

function fact(one: Element): CardLine {
  return { kind: 'fact', title: textOf(one['title']), value: textOf(one['value']) };
}

function input(one: Element): CardLine {
  const label =
    textOf(one['label']) || textOf(one['placeholder']) || textOf(one['title']) || textOf(one['id']);
  return { kind: 'input', label, value: textOf(one['value']) };
}

function buttons(list: unknown): CardLine[] {
  return listOf(list)
    .map((one) => (isObject(one) ? textOf(one['title']) : ''))
    .filter((title) => title !== '')
    .map((title) => ({ kind: 'button', title }));
}
