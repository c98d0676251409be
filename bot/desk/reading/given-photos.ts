import {
  PHOTO_SLOTS,
  type KeptPhoto,
  type PhotoSlot,
  type Photos,
} from '../../../knowledge/verification/submission.ts';

/** The photos that were given, in the order in which they are asked for. */
export function givenPhotos(photos: Photos): readonly (readonly [PhotoSlot, KeptPhoto])[] {
  return PHOTO_SLOTS.flatMap((slot) => {
    const photo = photos[slot];
    return photo ? [[slot, photo] as const] : [];
  });
}
