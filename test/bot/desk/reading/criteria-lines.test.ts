import { describe, expect, it } from '@jest/globals';

import { documentLines, selfieLines } from '../../../../bot/desk/reading/criteria-lines.ts';
import { checkSelfie } from '../../../../knowledge/checks/check-selfie.ts';
import type { FaceMeasurements } from '../../../../knowledge/checks/photo-measurements.ts';
import { loadKnowledge } from '../../../../knowledge/load.ts';
import { documentMeasurements, selfieMeasurements } from '../../submissions/specimen.ts';

const { criteria } = loadKnowledge();
const limits = criteria.selfie;
const [face] = selfieMeasurements.faces;
if (!face) throw new Error('the specimen has a face');

/** Another picture than the document's, so that only the face is judged. */
const selfieWith = (changed: Partial<FaceMeasurements>) => ({
  ...selfieMeasurements,
  faces: [{ ...face, ...changed }],
});
const chipWith = (changed: Partial<FaceMeasurements['chip']>) =>
  selfieWith({ chip: { ...face.chip, ...changed } });
const at = (distance: number) =>
  selfieWith({
    descriptor:
      documentMeasurements.faces[0]?.descriptor.map((value) => value + distance / Math.sqrt(128)) ?? [],
  });

describe('a measurement beside its criterion', () => {
  // Just within and just beyond each limit; what the desk marks must be what the check says.
  it.each([
    ['Turned away', selfieWith({ yaw: -limits.maxYaw }), 'yes'],
    ['Turned away', selfieWith({ yaw: -limits.maxYaw - 0.01 }), 'no'],
    ['Face width', selfieWith({ widthShare: limits.minFaceWidthShare }), 'yes'],
    ['Face width', selfieWith({ widthShare: limits.minFaceWidthShare - 0.01 }), 'no'],
    ['Brightness of the face', chipWith({ brightness: limits.minFaceBrightness }), 'yes'],
    ['Brightness of the face', chipWith({ brightness: limits.maxFaceBrightness + 1 }), 'no'],
    ['Burnt out', chipWith({ burntShare: limits.maxBurntShare }), 'yes'],
    ['Burnt out', chipWith({ burntShare: limits.maxBurntShare + 0.01 }), 'no'],
    ['Sharpness of the face', chipWith({ sharpness: limits.minFaceSharpnessSure }), 'yes'],
    ['Sharpness of the face', chipWith({ sharpness: limits.minFaceSharpness }), 'unsure'],
    ['Sharpness of the face', chipWith({ sharpness: limits.minFaceSharpness - 1 }), 'no'],
    ['Covered (mask)', chipWith({ coverage: limits.maxCoverage }), 'yes'],
    ['Covered (mask)', chipWith({ coverage: limits.maxCoverage + 0.1 }), 'no'],
    ['Distance to the portrait', at(criteria.match.maxDistance - 0.01), 'yes'],
    ['Distance to the portrait', at(criteria.match.minDifferentDistance - 0.01), 'unsure'],
    ['Distance to the portrait', at(criteria.match.minDifferentDistance + 0.01), 'no'],
  ] as const)('%s is marked as the check judges it (%#)', (label, selfie, holds) => {
    const line = selfieLines(selfie, [documentMeasurements], criteria).find((one) => one.label === label);
    expect(line?.holds).toBe(holds);
    const { outcome } = checkSelfie(selfie, [documentMeasurements], criteria);
    expect(outcome).toBe({ yes: 'pass', unsure: 'review', no: 'retake' }[holds]);
  });

  it('does not take white paper for glare', () => {
    const burnt = (medianBrightness: number) => ({
      ...documentMeasurements,
      quality: { sharpness: 640, medianBrightness, glareShare: 0.2 },
    });
    const glareAt = (brightness: number) =>
      documentLines(burnt(brightness), 'front', criteria).find(({ label }) => label === 'Glare')?.holds;
    expect(glareAt(criteria.document.maxMedianBrightnessForGlare)).toBe('no');
    expect(glareAt(criteria.document.maxMedianBrightnessForGlare + 1)).toBe('yes');
  });

  it('says what is missing instead of inventing a figure', () => {
    const blank = { ...documentMeasurements, faces: [], mrz: { found: false, why: 'no_lines' } } as const;
    const lines = documentLines(blank, 'front', criteria);
    expect(lines.map(({ label, measured, holds }) => [label, measured, holds]).slice(-2)).toEqual([
      ['Portrait found', 'none', 'no'],
      ['Machine-readable zone', 'none on this side', 'unsure'],
    ]);
    const faceless = selfieLines({ ...selfieMeasurements, faces: [] }, [documentMeasurements], criteria);
    expect(faceless.map(({ label }) => label)).toEqual(['File', 'Faces']);
    const distance = selfieLines(selfieMeasurements, [blank], criteria).at(-1);
    expect(distance).toMatchObject({ measured: 'no portrait to compare with', holds: 'unsure' });
  });
});
