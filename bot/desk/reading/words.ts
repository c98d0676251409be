import Bowser from 'bowser';

import type { Priority } from '../../tickets/service-levels.ts';
import type { Answers, DocumentType, PhotoSlot } from '../../../knowledge/verification/submission.ts';
import { maskName } from './veil.ts';

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** The English name of an ISO 3166-1 alpha-2 code; the code itself when there is no such country. */
export function countryWords(code: string): string {
  try {
    return regions.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

export const DOCUMENT_WORDS: Readonly<Record<DocumentType, string>> = {
  passport: 'Passport',
  id_card: 'ID card',
  driving_licence: 'Driving licence',
};

export const SLOT_WORDS: Readonly<Record<PhotoSlot | 'movement', string>> = {
  document_front: 'Document, front',
  document_back: 'Document, back',
  selfie: 'Selfie',
  movement: 'Movement',
};

export function nameWords(answers: Answers): string {
  const name = [answers.givenNames, answers.surname].filter(Boolean).join(' ');
  return name === '' ? 'No name yet' : name;
}

/** In lists, where nobody gave a reason to see more. */
export function maskedNameWords({ givenNames, surname }: Answers): string {
  const name = maskName([givenNames, surname].filter(Boolean).join(' '));
  return name === '' ? 'No name yet' : name;
}

/** A user-agent header as a person would say it: "Safari 17.5 on iOS 17.5 (Apple iPhone)". */
export function browserWords(userAgent: string): string {
  if (userAgent.trim() === '') return 'Unknown browser';
  const { browser, os, platform } = Bowser.parse(userAgent);
  const device = [platform.vendor, platform.model].filter(Boolean).join(' ');
  const name = [browser.name, browser.version].filter(Boolean).join(' ') || 'Unknown browser';
  const system = [os.name, os.versionName ?? os.version].filter(Boolean).join(' ');
  return `${name}${system ? ` on ${system}` : ''}${device ? ` (${device})` : ''}`;
}

/** A BCP 47 tag such as `pt-BR` in English words; the tag itself when it is none. */
export function languageWords(tag: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** An id such as `error_9810` where nobody gave it words. */
export function idWords(id: string): string {
  const words = id.replace(/^article:/, '').replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const MINUTE_MS = 60_000;

/** A stretch of time in its two largest units: "3 h 5 min", "2 days". */
export function durationWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 1) return 'under a minute';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return days === 1 ? '1 day' : `${days} days`;
}

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** In UTC; the desk's script puts it into the agent's own time. */
export const momentWords = (at: string): string => `${moment.format(new Date(at))} UTC`;
export const clockWords = (at: string): string => `${clock.format(new Date(at))} UTC`;
/** A day such as 1990-12-31. */
export function dayWords(iso: string): string {
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? iso : day.format(date);
}

export function bytesWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** With the singular's s left off: "1 ticket", "3,000 tickets". */
export const countWords = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** "Answer due in 2 h", "Answer overdue by 20 min". */
export const dueWords = (what: string, leftMs: number): string =>
  leftMs < 0 ? `${what} overdue by ${durationWords(-leftMs)}` : `${what} due in ${durationWords(leftMs)}`;

export const PRIORITY_WORDS: Readonly<Record<Priority, string>> = {
  urgent: 'Urgent',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
};
