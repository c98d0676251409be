import { loadScreenKnowledge } from '../../../knowledge/load.ts';
import {
  createScreenRecogniser,
  type ScreenRecogniser,
} from '../../../knowledge/screens/recognise-screen.ts';
import type { PersonalWords } from '../../../knowledge/screens/sign.ts';
import type { FaceEngine } from '../faces/face-engine.ts';
import { openScreenReader, type ScreenReader } from '../text/screen-reader.ts';
import type { Tesseract } from '../text/tesseract.ts';

export interface ScreenTools {
  readonly reader: ScreenReader;
  readonly recogniser: ScreenRecogniser;
  readonly personal: PersonalWords;
  readonly engine: FaceEngine;
}

export function openScreenTools(tesseract: Tesseract, engine: FaceEngine): ScreenTools {
  const knowledge = loadScreenKnowledge();
  const { personal } = knowledge;
  return {
    ...{ reader: openScreenReader(tesseract), recogniser: createScreenRecogniser(knowledge) },
    ...{ personal, engine },
  };
}
