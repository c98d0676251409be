import { describe, expect, it } from '@jest/globals';

import { surroundingsOf } from '../../../knowledge/diagnose/browser-of.ts';
import { diagnose } from '../../../knowledge/diagnose/diagnose.ts';
import { knowledge, recogniser } from '../asking.ts';

const AGENTS = {
  chromeWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  chromeAndroid:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  chromeIos:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.0.0 Mobile/15E148 Safari/604.1',
  safariIos:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  safariMac:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  firefoxLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
  firefoxAndroid: 'Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0',
  edgeWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
  samsung:
    'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36',
  opera:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0',
  instagram:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 361.0.0.35.82',
  webView:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36',
} as const;

const diagnosisOf = (text: string, userAgent?: string) =>
  diagnose(knowledge, recogniser.recognise(text), userAgent).problems;

describe('the browser of a customer', () => {
  it.each([
    ['chromeWindows', 'chrome', 'windows'],
    ['chromeAndroid', 'chrome', 'android'],
    ['chromeIos', 'chrome', 'ios'],
    ['safariIos', 'safari', 'ios'],
    ['safariMac', 'safari', 'macos'],
    ['firefoxLinux', 'firefox', 'linux'],
    ['firefoxAndroid', 'firefox', 'android'],
    ['edgeWindows', 'edge', 'windows'],
    ['samsung', 'samsung', 'android'],
    ['opera', 'opera', 'windows'],
    ['instagram', 'in_app', 'ios'],
    ['webView', 'in_app', 'android'],
  ] as const)('%s', (agent, browser, system) => {
    expect(surroundingsOf(AGENTS[agent])).toMatchObject({ browser, system });
  });

  it.each([undefined, '', 'curl/8.0', '\u0000', 'x'.repeat(10_000)])('is unknown for %.12s', (agent) => {
    expect(surroundingsOf(agent).browser).toBe('other');
  });
});

describe('the app that shows the page', () => {
  it('is known where it says so', () => {
    expect(surroundingsOf(AGENTS.instagram)).toMatchObject({ browser: 'in_app', app: 'instagram' });
    expect(surroundingsOf(AGENTS.webView).app).toBeUndefined();
  });
});

describe('a diagnosis', () => {
  it.each([
    ['error 9801', 'error_9801', '9801', ['E02']],
    ['eror 98O1 while scanning', 'error_9801', '9801', ['E02']],
    ['9810 with my phone', 'error_9810', '9810', ['E03']],
    ["it can't see my face", 'face_not_seen', undefined, ['E01']],
    ["camera won't open on my phone", 'camera_blocked', undefined, ['S09']],
    ['my upload fails all the time', 'upload_fails', undefined, ['P05', 'P02', 'P03']],
    ['my photo is heic and refused', 'heic', undefined, ['P02']],
    ['it says that my picture is too large', 'file_too_big', undefined, ['P03']],
    [
      'i was notified that my verification failed',
      'verification_failed',
      undefined,
      ['N01', 'N02', 'N03', 'N04'],
    ],
    ['i never got the mail with the result', 'no_result_mail', undefined, ['S06', 'S14']],
  ])('of "%s" is %s', (text, id, code, facts) => {
    const [first] = diagnosisOf(text);
    expect(first).toMatchObject({ id, facts });
    expect(first?.code).toBe(code);
    expect(first?.sections.length).toBeGreaterThan(0);
    expect(first?.certainty).toBeGreaterThan(0.5);
  });

  it('gives the general steps when the code is not known or nothing more is said', () => {
    for (const text of ['error 4711', 'something went wrong']) {
      expect(diagnosisOf(text)[0]).toMatchObject({ id: 'other_error', facts: ['T01', 'T02', 'T03'] });
    }
  });

  it('lists problems surest first', () => {
    for (const text of ['photo refused', 'camera and upload do not work', 'it says error']) {
      const certainties = diagnosisOf(text).map((problem) => problem.certainty);
      expect([...certainties].sort((one, other) => other - one)).toEqual(certainties);
    }
  });

  it("puts the guide's own steps for each of its three errors first", () => {
    expect(diagnosisOf('error 9801')[0]?.steps.slice(0, 2).join(' ')).toMatch(
      /different browser.*different device/,
    );
    expect(diagnosisOf('error 9810')[0]?.steps[0]).toContain('latest version');
    expect(diagnosisOf("We can't see your face properly")[0]?.steps[0]).toMatch(/Update your browser.*often/);
  });
});

describe('steps', () => {
  it.each([
    ['chromeWindows', 'About Google Chrome'],
    ['chromeAndroid', 'Play Store'],
    ['chromeIos', 'App Store'],
    ['safariIos', 'Software Update'],
    ['safariMac', 'Software Update'],
    ['firefoxLinux', 'About Firefox'],
    ['firefoxAndroid', 'Play Store'],
    ['edgeWindows', 'About Microsoft Edge'],
    ['samsung', 'Samsung Internet'],
    ['opera', 'Update & Recovery'],
    ['instagram', 'Open in browser'],
  ] as const)('for an update fit %s', (agent, words) => {
    expect(diagnosisOf('error 9810', AGENTS[agent])[0]?.steps[1]).toContain(words);
  });

  it.each([
    ['chromeWindows', 'left of the address'],
    ['chromeAndroid', 'Permissions → Camera'],
    ['chromeIos', "device's Settings"],
    ['safariIos', 'Website Settings'],
    ['safariMac', 'Websites → Camera'],
    ['firefoxLinux', 'remove the block'],
    ['edgeWindows', 'Permissions for this site'],
    ['samsung', 'lock to the left'],
    ['webView', 'Open in browser'],
  ] as const)('for the camera fit %s', (agent, words) => {
    expect(diagnosisOf("camera won't open", AGENTS[agent])[0]?.steps.join(' ')).toContain(words);
  });

  it('are general for a browser that we do not know, and only then', () => {
    const general = 'Look for a lock or a camera icon';
    expect(diagnosisOf("camera won't open")[0]?.steps.join(' ')).toContain(general);
    for (const agent of Object.values(AGENTS)) {
      expect(diagnosisOf("camera won't open", agent)[0]?.steps.join(' ')).not.toContain(general);
    }
  });

  it('name the camera setting of the system as well', () => {
    expect(diagnosisOf("camera won't open", AGENTS.chromeWindows)[0]?.steps.join(' ')).toContain(
      'Windows lets your browser',
    );
    expect(diagnosisOf("camera won't open", AGENTS.firefoxLinux)[0]?.steps.join(' ')).not.toContain(
      'Windows',
    );
  });
});
