import { describe, expect, it } from '@jest/globals';

import { compareNames } from '../../../../knowledge/checks/particulars/compare-names.ts';

const words = (text: string) => text.split(' ').filter(Boolean);
const printed = (primary: string, secondary: string, truncated = false) => ({
  primary: words(primary),
  secondary: words(secondary),
  truncated,
});

describe('the names of one person', () => {
  it.each([
    // ICAO Doc 9303 part 3 section 4.6 and part 4, the examples of names in the zone
    ['ERIKSSON', 'ANNA MARIA', 'Eriksson', 'Anna Maria'],
    ['VAN DER MUELLEN', 'BEN MOHAMMAD', 'van der Müellen', 'Ben Mohammad'],
    ['ARKFREITH', '', 'Arkfreith', ''],
    ['SMITH JONES', 'SUSIE MARGARET', 'Smith-Jones', 'Susie Margaret'],
    ['SMITH JONES', 'SUSIE MARGARET', 'Smith Jones', 'Susie Margaret'],
    ['DARTAGNAN', 'YVES', "d'Artagnan", 'Yves'],
    ['D ARTAGNAN', 'YVES', 'd’Artagnan', 'Yves'],
    ['OCONNOR', 'ENYA SIOBHAN', "O'Connor", 'Enya Siobhán'],
    ['MARTIN', 'VIVIENNE', 'Martin', 'Vivienne Dr.'],
    // section 6.A, Latin
    ['MUELLER', 'ANNA MARIA', 'Müller', 'Anna Maria'],
    ['MULLER', 'ANNA MARIA', 'Müller', 'Anna Maria'],
    ['MUXXLLER', 'ANNA', 'Müller', 'Anna'],
    ['MUELLER', 'ANNA', 'Muller', 'Anna'],
    ['GUENES', 'OEZGUER', 'Güneş', 'Özgür'],
    ['GUNES', 'OZGUR', 'Güneş', 'Özgür'],
    ['ISIK', 'CAGRI', 'Işık', 'Çağrı'],
    ['OERSTED', 'SOEREN', 'Ørsted', 'Søren'],
    ['ANGSTROM', 'ASA', 'Ångström', 'Åsa'],
    ['AANGSTROEM', 'AASA', 'Ångström', 'Åsa'],
    ['THORSDOTTIR', 'AESA', 'Þórsdóttir', 'Æsa'],
    ['STRASSER', 'JOSE', 'Straßer', 'José'],
    ['NUNEZ', 'BEGONA', 'Núñez', 'Begoña'],
    ['NUNXXEZ', 'BEGONXXA', 'Núñez', 'Begoña'],
    ['WOJCIK', 'LUKASZ', 'Wójcik', 'Łukasz'],
    ['DOKIC', 'DORDE', 'Đokić', 'Đorđe'],
    ['DJOKIC', 'DJORDJE', 'Đokić', 'Đorđe'],
    ['NGUYEN', 'THI HUONG', 'Nguyễn', 'Thị Hương'],
    ['DANG', 'VAN DUC', 'Đặng', 'Văn Đức'],
    ['LYU', 'XIAOMING', 'Lǚ', 'Xiǎo Míng'],
    ['LU', 'XIAOMING', 'Lü', 'Xiaoming'],
    ['LEE', 'MEI LING', 'Lee', 'Mei-Ling'],
    ['OUYANG', 'NANA', 'Ou Yang', 'Na Na'],
    // section 6.B, Cyrillic, with the national variants
    ['KUZNETSOV', 'ALEKSEI', 'Кузнецов', 'Алексей'],
    ['ZHUKOVSKAIA', 'IULIIA', 'Жуковская', 'Юлия'],
    ['SHCHERBAKOV', 'FEDOR', 'Щербаков', 'Фёдор'],
    ['EMELIANOV', 'ILIA', 'Емельянов', 'Илья'],
    ['YEMELYANOV', 'ILYA', 'Емельянов', 'Илья'],
    ['KHRUSHCHEV', 'NIKITA', 'Хрущёв', 'Никита'],
    ['SHEVCHENKO', 'YURII', 'Шевченко', 'Юрій'],
    ['ZELENSKYI', 'VOLODYMYR', 'Зеленський', 'Володимир'],
    ['HRYHORENKO', 'YEVHENIIA', 'Григоренко', 'Євгенія'],
    ['SHTEREV', 'HRISTO', 'Щерев', 'Христо'],
    ['ANGELOV', 'ASEN', 'Ангелов', 'Асен'],
    ['DZHAMBAZOV', 'IORDAN', 'Джамбазов', 'Йордан'],
    ['LUKASHENKA', 'ALIAKSANDR', 'Лукашэнка', 'Аляксандр'],
    ['DJORDJEVIC', 'LJILJANA', 'Ђорђевић', 'Љиљана'],
    ['DORDEVIC', 'NJEGOS', 'Ђорђевић', 'Његош'],
    ['GJORGIEVSKI', 'KJIRIL', 'Ѓоргиевски', 'Ќирил'],
    ['ALEXANDROV', 'MAXIM', 'Александров', 'Максим'],
    ['NAZARBAYEV', 'NURSULTAN', 'Назарбаев', 'Нұрсұлтан'],
    ['BATBOLD', 'SUKHBAATAR', 'Батболд', 'Сүхбаатар'],
    // ISO 843, and spellings that Greek passports keep
    ['PAPADOPOULOS', 'GEORGIOS', 'Παπαδόπουλος', 'Γεώργιος'],
    ['MPAKOGIANNI', 'NTORA', 'Μπακογιάννη', 'Ντόρα'],
    ['BAKOGIANNI', 'DORA', 'Μπακογιάννη', 'Ντόρα'],
    ['PAVLOU', 'EFTHYMIA', 'Παύλου', 'Ευθυμία'],
    // Georgia and Armenia
    ['SAAKASHVILI', 'MIKHEIL', 'სააკაშვილი', 'მიხეილ'],
    ['KVARATSKHELIA', 'KHVICHA', 'კვარაცხელია', 'ხვიჩა'],
    ['SARGSYAN', 'SERZH', 'Սարգսյան', 'Սերժ'],
    ['HARUTYUNYAN', 'YEVA', 'Հարությունյան', 'Եվա'],
    // Korea, whose people choose their spelling
    ['KIM', 'MINJI', '김', '민지'],
    ['LEE', 'SEO JUN', '이', '서준'],
    ['PARK', 'JI SUNG', '박', '지성'],
    ['CHOI', 'WOO SHIK', '최', '우식'],
    // section 6.C, Arabic letter by letter
    ['MHMD', 'EBD AL', 'محمد', 'عبد ال'],
    // particles, joined and parted
    ['MCDONALD', 'RON', 'Mc Donald', 'Ron'],
    ['MAC DONALD', 'RON', 'MacDonald', 'Ron'],
    ['DE LA CRUZ', 'JUAN', 'de la Cruz', 'Juan'],
    ['DELACRUZ', 'JUAN', 'de la Cruz', 'Juan'],
    ['CRUZ', 'JUAN', 'de la Cruz', 'Juan'],
    ['DA SILVA SANTOS', 'MARIA', 'Silva dos Santos', 'Maria'],
    ['ALHARBI', 'FAHAD BIN SULTAN', 'Al-Harbi', 'Fahad Sultan'],
    ['AL HARBI', 'FAHAD', 'AlHarbi', 'Fahad'],
    ['VAN DEN BERG', 'JAN', 'Berg', 'Jan'],
    // suffixes and titles
    ['KING JR', 'MARTIN', 'King', 'Martin'],
    ['KING', 'MARTIN', 'King Jr.', 'Martin'],
    ['HUBER', 'EVA', 'Dr. Huber', 'Eva'],
    ['DAVIS', 'JOHN III', 'Davis', 'John'],
    // fewer given names, initials, patronymics, birth names
    ['ERIKSSON', 'ANNA MARIA', 'Eriksson', 'Anna'],
    ['ERIKSSON', 'ANNA MARIA', 'Eriksson', 'Anna M.'],
    ['KENNEDY', 'JOHN F', 'Kennedy', 'John Fitzgerald'],
    ['IVANOV', 'IVAN', 'Иванов', 'Иван Петрович'],
    ['IVANOVA', 'ANNA', 'Ivanova', 'Anna Petrovna'],
    ['ALIYEV', 'ILHAM', 'Əliyev', 'İlham Heydər oğlu'],
    ['SCHMIDT', 'EVA', 'Schmidt geb. Maier', 'Eva'],
    ['DUPONT', 'MARIE', 'Dupont née Martin', 'Marie'],
    // order and split
    ['ERIKSSON', 'ANNA MARIA', 'Anna Maria', 'Eriksson'],
    ['ERIKSSON', 'ANNA MARIA', 'ERIKSSON ANNA', 'MARIA'],
    ['GARCIA', 'LOPEZ BERTA', 'García López', 'Berta'],
    ['TRAN VAN', 'MINH', 'Trần', 'Văn Minh'],
    ['', 'SUHARTO', 'Suharto', ''],
    ['SUHARTO', '', 'Suharto', 'Suharto'],
    ['PUTRI', 'FNU', 'Putri', ''],
  ])('%s %s: %s, %s', (primary, secondary, surname, givenNames) => {
    expect(compareNames(printed(primary, secondary), surname, givenNames)).toBe('agrees');
  });

  it.each([
    // Doc 9303 part 4 section 4.2.3: what issuers do when a name has no room
    ['NILAVADHANANANDA', 'CHAYAPA DEJTHAMRONGKR', 'Nilavadhanananda', 'Chayapa Dejthamrongkrachangjit'],
    ['NILAVADHANANANDA', 'CHAYAPA DEJTHAMRONGKR', 'Nilavadhanananda', 'Chayapa Dejthamrongkrachangjit Som'],
    ['NILAVADHANANANDA', 'ARNPOL PETCH CHARONGUAN', 'Nilavadhanananda', 'Arnpol Petch Charonguang'],
    [
      'BENNELONG WOOLOOMOOLOO WARRANDYTE W',
      'DI P',
      'Bennelong Wooloomooloo Warrandyte Warnambool',
      'Dingo Potoroo',
    ],
    ['PAPANDROPOULOUS', 'JONATHON ALEC', 'Papandropoulous', 'Jonathon Alec Tarrant'],
    ['PAPANDROPOULOUS', 'J A T', 'Papandropoulous', 'Jonathon Alec Tarrant'],
  ])('%s %s, cut off: %s, %s', (primary, secondary, surname, givenNames) => {
    expect(compareNames(printed(primary, secondary, true), surname, givenNames)).toBe('agrees');
  });

  it('does not take a name for cut off when its field is not full', () => {
    const names = printed('NILAVADHANANANDA', 'CHAYAPA DEJTHAMRONGKR');
    expect(compareNames(names, 'Nilavadhanananda', 'Xerxes')).toBe('differs');
    expect(compareNames({ ...names, truncated: true }, 'Nilavadhanananda', 'Xerxes')).toBe('differs');
  });
});

describe('names that may be of one person', () => {
  it.each([
    ['a letter misread', 'ERIKSSOM', 'ANNA', 'Eriksson', 'Anna'],
    ['a filler misread as a letter', 'ERIKSSONK', 'ANNA', 'Eriksson', 'Anna'],
    ['one of two surnames', 'GARCIA LOPEZ', 'BERTA', 'García', 'Berta'],
    ['a surname more than the document has', 'SCHMIDT', 'EVA', 'Schmidt-Maier', 'Eva'],
    ['a given name that the document has not', 'ERIKSSON', 'ANNA', 'Eriksson', 'Anna Maria'],
    ['no given name where the document has one', 'ERIKSSON', 'ANNA', 'Eriksson', ''],
    ['a short given name left out', 'NGUYEN', 'AN', 'Nguyễn', ''],
    ['initials alone', 'ERIKSSON', 'ANNA MARIA', 'Eriksson', 'A. M.'],
    ['other vowels', 'HUSSEIN', 'MUHAMMAD', 'Hussain', 'Mohamed'],
    ['Chinese characters', 'WANG', 'XIAOMING', '王', '小明'],
    ['Thai', 'CHAIYASIT', 'SOMCHAI', 'ไชยสิทธิ์', 'สมชาย'],
    ['a Korean spelling of its own', 'RHEE', 'SYNGMAN', '이', '승만'],
    ['Arabic with vowels in print', 'AL SALEM', 'MOHAMMED', 'السالم', 'محمد'],
    ['Hebrew', 'COHEN', 'DAVID', 'כהן', 'דוד'],
  ])('is unsure about %s', (_, primary, secondary, surname, givenNames) => {
    expect(compareNames(printed(primary, secondary), surname, givenNames)).toBe('unsure');
  });
});

describe('the names of two persons', () => {
  it.each([
    ['another surname', 'ERIKSSON', 'ANNA', 'Johansson', 'Anna'],
    ['another given name', 'ERIKSSON', 'ANNA', 'Eriksson', 'Barbara'],
    ['another person', 'ERIKSSON', 'ANNA', 'Schmidt', 'Peter'],
    ['a nickname', 'ERIKSSON', 'WILLIAM', 'Eriksson', 'Bill'],
    ['the particle alone in common', 'DE LA CRUZ', 'JUAN', 'de la Fuente', 'Juan'],
    ['one short surname for another', 'DO', 'THI HUONG', 'Lê', 'Thị Hương'],
    ['one short given name for another', 'NGUYEN', 'DO', 'Nguyễn', 'An'],
    ['the patronymic alone in common', 'IVANOV', 'IVAN PETROVICH', 'Сидоров', 'Иван Петрович'],
    ['another name in Cyrillic', 'KUZNETSOV', 'ALEKSEI', 'Иванов', 'Алексей'],
    ['another name in Greek', 'PAPADOPOULOS', 'GEORGIOS', 'Παππάς', 'Γεώργιος'],
    ['another name in Arabic', 'AL SALEM', 'MOHAMMED', 'الخطيب', 'محمد'],
    ['another initial', 'ERIKSSON', 'ANNA', 'Eriksson', 'B.'],
    ['a brother in a full field', 'NILAVADHANANANDA', 'CHAYAPA DEJ', 'Nilavadhanananda', 'Somsak'],
  ])('says that %s differs', (_, primary, secondary, surname, givenNames) => {
    expect(compareNames(printed(primary, secondary), surname, givenNames)).toBe('differs');
  });
});
