import type { Shape } from '../shape.ts';

/** jsonata's functions that are left to expressions: how many arguments they take, and what they certainly give. */
type BuiltIn = { readonly least: number; readonly most: number; readonly gives?: Shape['is'] };

const table = `
count 1 1 number|max 1 1|min 1 1|string 0 2 text|substring 1 3 text|substringBefore 1 2 text|substringAfter 1 2 text
lowercase 0 1 text|uppercase 0 1 text|length 0 1 number|trim 0 1 text|pad 2 3 text|match 1 3|contains 1 2 flag
replace 2 4 text|split 1 3|join 1 2 text|formatBase 1 2 text
number 0 1 number|floor 0 1 number|ceil 0 1 number|round 0 1 number|abs 0 1 number|boolean 0 1 flag|not 0 1 flag
map 2 2|zip 1 20|filter 2 2|single 1 2|reduce 2 3|sift 1 2|keys 0 1|append 2 2|exists 1 1 flag|spread 0 1|merge 1 1
reverse 1 1|each 1 2|error 0 1|assert 1 2|type 1 1 text|sort 1 2|distinct 1 1|encodeUrlComponent 0 1 text
encodeUrl 0 1 text|decodeUrlComponent 0 1 text|decodeUrl 0 1 text|toMillis 0 1 number|fromMillis 0 1 text`;

export const builtIns: ReadonlyMap<string, BuiltIn> = new Map(
  table
    .trim()
    .split(/[|\n]/)
    .map((entry) => {
      const [name = '', least, most, gives] = entry.split(' ');
      return [name, { least: Number(least), most: Number(most), ...(gives && { gives: gives as Shape['is'] }) }];
    }),
);
