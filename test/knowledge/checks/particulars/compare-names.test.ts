import { describe, expect, it } from '@jest/globals';

import { compareNames } from '../../../../knowledge/checks/particulars/compare-names.ts';

const printed = (primary: string, secondary: string, truncated = false) => ({
  primary: primary.split(' ').filter(Boolean),
  secondary: secondary.split(' ').filter(Boolean),
  truncated,
});

describe('comparing names', () => {
  it.each([
    ['MUELLER', 'ANNA MARIA', 'Müller', 'Anna Maria'],
    ['MULLER', 'ANNA MARIA', 'Müller', 'Anna Maria'],
    ['GUENES', 'OEZGUER', 'Güneş', 'Özgür'],
    ['OERSTED', 'SOEREN', 'Ørsted', 'Søren'],
    ['THORSDOTTIR', 'AESA', 'Þórsdóttir', 'Æsa'],
    ['STRASSER', 'JOSE', 'Straßer', 'José'],
    ['ONEILL', 'SIOBHAN', "O'Neill", 'Siobhán'],
    ['SMITH JONES', 'SUSIE', 'Smith-Jones', 'Susie'],
    ['KUZNETSOV', 'ALEKSEI', 'Кузнецов', 'Алексей'],
    ['ZHUKOVSKAIA', 'IULIIA', 'Жуковская', 'Юлия'],
    ['NGUYEN', 'THI HUONG', 'Nguyễn', 'Thị Hương'],
    ['MCDONALD', 'RON', 'Mc Donald', 'Ron'],
    ['ERIKSSON', 'ANNA MARIA', 'Eriksson', 'Anna'],
    ['ERIKSSON', 'ANNA MARIA', 'Anna Maria', 'Eriksson'],
    ['ERIKSSON', 'ANNA MARIA', 'ERIKSSON ANNA', 'MARIA'],
    ['ARKFREITH', '', 'Arkfreith', ''],
  ])('takes %s %s for %s %s', (primary, secondary, surname, givenNames) => {
    expect(compareNames(printed(primary, secondary), surname, givenNames)).toBe('same');
  });

  it('takes a name that is cut off for the whole one', () => {
    const names = printed('NILAVADHANANANDA', 'CHAYAPA DEJTHAMRONGKR', true);
    expect(compareNames(names, 'Nilavadhanananda', 'Chayapa Dejthamrongkrachangjit')).toBe('same');
    expect(compareNames(names, 'Nilavadhanananda', 'Chayapa Dejthamrongkrachangjit Somsak')).toBe('same');
    expect(compareNames({ ...names, truncated: false }, 'Nilavadhanananda', 'Chayapa Xerxes')).not.toBe(
      'same',
    );
  });

  it.each([
    ['a letter misread', 'ERIKSSOM', 'ANNA', 'Eriksson', 'Anna'],
    ['a filler misread as a letter', 'ERIKSSONK', 'ANNA', 'Eriksson', 'Anna'],
    ['one of two surnames', 'GARCIA LOPEZ', 'BERTA', 'García', 'Berta'],
    ['a given name that the document has not', 'ERIKSSON', 'ANNA', 'Eriksson', 'Anna Maria'],
    ['no given name where the document has one', 'ERIKSSON', 'ANNA', 'Eriksson', ''],
    ['a script that cannot be compared', 'WANG', 'XIAOMING', '王', '小明'],
  ])('is unsure about %s', (_, primary, secondary, surname, givenNames) => {
    expect(compareNames(printed(primary, secondary), surname, givenNames)).toBe('unsure');
  });

  it.each([
    ['another surname', 'ERIKSSON', 'ANNA', 'Johansson', 'Anna'],
    ['another given name', 'ERIKSSON', 'ANNA', 'Eriksson', 'Barbara'],
    ['another person', 'ERIKSSON', 'ANNA', 'Schmidt', 'Peter'],
    ['a nickname', 'ERIKSSON', 'WILLIAM', 'Eriksson', 'Bill'],
  ])('says that %s differs', (_, primary, secondary, surname, givenNames) => {
    expect(compareNames(printed(primary, secondary), surname, givenNames)).toBe('differs');
  });
});
