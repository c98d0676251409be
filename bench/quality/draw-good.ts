import { drawIdCardFront, drawLicence, drawPassport } from '../../test/specimen/draw-document.ts';
import { HOLDERS } from '../../test/specimen/holders.ts';
import { portraitOf, type Person } from '../../test/specimen/portraits.ts';
import { createRandom } from '../../test/specimen/random.ts';
import { onTable } from './spoil.ts';

const PEOPLE: readonly Person[] = ['anna', 'berta', 'carla'];
const bare = { format: 'png', table: 0 } as const;

/** Good photos of the fronts of drawn documents on tables, the same for the same number. */
export async function drawGood(
  count: number,
): Promise<readonly { name: string; photo: Buffer; page: Buffer }[]> {
  const random = createRandom(17);
  const good: { name: string; photo: Buffer; page: Buffer }[] = [];
  for (let i = 0; i < count; i++) {
    const person = PEOPLE[i % PEOPLE.length] ?? 'anna';
    const holder = { ...HOLDERS[person], portrait: await portraitOf(person) };
    const drawers = [
      () => drawPassport(holder, bare),
      () => drawIdCardFront(holder, bare),
      () => drawLicence(holder, 'front', bare),
    ];
    const kind = Math.floor(i / PEOPLE.length) % 3;
    const page = await (drawers[kind] ?? drawers[0])?.();
    if (!page) continue;
    const photo = await onTable(page, Math.floor(random() * 1000), { width: 0.5 + 0.25 * random() });
    good.push({ name: `${['passport', 'card', 'licence'][kind]}-${i}`, photo, page });
  }
  return good;
}

/** A document to lie beside another one. */
export async function drawOther(): Promise<Buffer> {
  return drawLicence({ ...HOLDERS.berta, portrait: await portraitOf('berta') }, 'front', bare);
}
