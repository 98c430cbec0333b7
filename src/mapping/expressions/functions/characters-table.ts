/** One to one, in the order of the two texts. */
const pairs = (from: string, to: string): readonly (readonly [string, string])[] =>
  to.split(' ').map((written, at) => [Array.from(from)[at] ?? '', written]);

/** Letters that lose more than an accent. Those of latin1 stand in `onlyAscii`. */
export const letters: ReadonlyMap<string, string> = new Map([
  ...pairs('ŁłĐđĦħŁıŊŋŒœŦŧŸſƒẞ', 'L l D d H h L i N n OE oe T t Y s f SS'),
  ...pairs(
    '€₤₩₽₹™№℃…–—‐‑‒―‘’‚‛“”„‟‹›•†‡‰′″⁄−',
    'EUR GBP KRW RUB INR TM No C ... - - - - - - \' \' , \' " " " " < > * + ++ o/oo \' " / -',
  ),
  // Greek, as ELOT 743 without its accents.
  ...pairs('ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ', 'A V G D E Z I TH I K L M N X O P R S T Y F CH PS O'),
  ...pairs('αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'),
  // Cyrillic, as passports write it (ICAO 9303); Ukrainian letters besides.
  ...pairs(
    'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐ',
    'A B V G D E E ZH Z I I K L M N O P R S T U F KH TS CH SH SHCH IE Y  E IU IA I I IE G',
  ),
  ...pairs(
    'абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ',
    'a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y  e iu ia i i ie g',
  ),
]);

/** Letters of latin1 where only ASCII is allowed; other accents fall away. */
export const onlyAscii: ReadonlyMap<string, string> = new Map([
  ...pairs('ÄÖÜäöüßÅåÆæØøÐðÞþ', 'Ae Oe Ue ae oe ue ss Aa aa Ae ae Oe oe D d Th th'),
  ...pairs('¡¢£¥§©«¬®°±²³µ·¹»¼½¾¿×÷', '! c GBP JPY S (c) << - (R) o +- 2 3 u . 1 >> 1/4 1/2 3/4 ? x /'),
  ['\u00a0', ' '],
  ['\u00ad', ''],
]);
