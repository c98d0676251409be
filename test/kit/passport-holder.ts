import { HOLDERS } from '../specimen/holders.ts';
import { drawPassport } from '../specimen/draw-document.ts';
import { portraitOf, selfieOf, type Person } from '../specimen/portraits.ts';

/** Somebody with a fictitious passport in hand: what they type, and the photos they take. */
export async function passportHolder(person: Person, differing: Partial<(typeof HOLDERS)[Person]> = {}) {
  const holder = { ...HOLDERS[person], ...differing };
  const portrait = await portraitOf(person);
  return {
    country: holder.country,
    form: {
      surname: holder.surname,
      given_names: holder.givenNames,
      birth_date: holder.birthDate,
      document_number: holder.number,
      email: `${person}@customer.example`,
    },
    passport: await drawPassport({ ...holder, portrait }),
    blurredPassport: await drawPassport({ ...holder, portrait }, { blurPx: 16 }),
    selfie: await selfieOf(person, { brightness: 1.08, tiltDegrees: 3, quality: 80 }),
  };
}

export type PassportHolder = Awaited<ReturnType<typeof passportHolder>>;
