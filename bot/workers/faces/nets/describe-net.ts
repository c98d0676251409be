import { describeDetector } from './describe-detector.ts';
import { describeExpression, describeLandmarks } from './describe-landmarks.ts';
import { describeRecognition } from './describe-recognition.ts';
import type { Net, NetName } from './layers.ts';

const DESCRIBE: Readonly<Record<NetName, () => Net>> = {
  detector: describeDetector,
  landmarks: describeLandmarks,
  expression: describeExpression,
  recognition: describeRecognition,
};

/** The net's layers with their weights, read anew from the files that come with the packages. */
export const describeNet = (name: NetName): Net => DESCRIBE[name]();
