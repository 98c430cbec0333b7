/** ISO 3166-1: the two letters of every country, three-letter codes beside them. Their names come from `Intl`. */
const codes =
  'AD:AND AE:ARE AF:AFG AG:ATG AI:AIA AL:ALB AM:ARM AO:AGO AQ:ATA AR:ARG AS:ASM AT:AUT AU:AUS AW:ABW AX:ALA AZ:AZE BA:BIH BB:BRB BD:BGD BE:BEL BF:BFA BG:BGR BH:BHR BI:BDI BJ:BEN BL:BLM BM:BMU BN:BRN BO:BOL BQ:BES BR:BRA BS:BHS BT:BTN BV:BVT BW:BWA BY:BLR BZ:BLZ CA:CAN CC:CCK CD:COD CF:CAF CG:COG CH:CHE CI:CIV CK:COK CL:CHL CM:CMR CN:CHN CO:COL CR:CRI CU:CUB CV:CPV CW:CUW CX:CXR CY:CYP CZ:CZE DE:DEU DJ:DJI DK:DNK DM:DMA DO:DOM DZ:DZA EC:ECU EE:EST EG:EGY EH:ESH ER:ERI ES:ESP ET:ETH FI:FIN FJ:FJI FK:FLK FM:FSM FO:FRO FR:FRA GA:GAB GB:GBR GD:GRD GE:GEO GF:GUF GG:GGY GH:GHA GI:GIB GL:GRL GM:GMB GN:GIN GP:GLP GQ:GNQ GR:GRC GS:SGS GT:GTM GU:GUM GW:GNB GY:GUY HK:HKG HM:HMD HN:HND HR:HRV HT:HTI HU:HUN ID:IDN IE:IRL IL:ISR IM:IMN IN:IND IO:IOT IQ:IRQ IR:IRN IS:ISL IT:ITA JE:JEY JM:JAM JO:JOR JP:JPN KE:KEN KG:KGZ KH:KHM KI:KIR KM:COM KN:KNA KP:PRK KR:KOR KW:KWT KY:CYM KZ:KAZ LA:LAO LB:LBN LC:LCA LI:LIE LK:LKA LR:LBR LS:LSO LT:LTU LU:LUX LV:LVA LY:LBY MA:MAR MC:MCO MD:MDA ME:MNE MF:MAF MG:MDG MH:MHL MK:MKD ML:MLI MM:MMR MN:MNG MO:MAC MP:MNP MQ:MTQ MR:MRT MS:MSR MT:MLT MU:MUS MV:MDV MW:MWI MX:MEX MY:MYS MZ:MOZ NA:NAM NC:NCL NE:NER NF:NFK NG:NGA NI:NIC NL:NLD NO:NOR NP:NPL NR:NRU NU:NIU NZ:NZL OM:OMN PA:PAN PE:PER PF:PYF PG:PNG PH:PHL PK:PAK PL:POL PM:SPM PN:PCN PR:PRI PS:PSE PT:PRT PW:PLW PY:PRY QA:QAT RE:REU RO:ROU RS:SRB RU:RUS RW:RWA SA:SAU SB:SLB SC:SYC SD:SDN SE:SWE SG:SGP SH:SHN SI:SVN SJ:SJM SK:SVK SL:SLE SM:SMR SN:SEN SO:SOM SR:SUR SS:SSD ST:STP SV:SLV SX:SXM SY:SYR SZ:SWZ TC:TCA TD:TCD TF:ATF TG:TGO TH:THA TJ:TJK TK:TKL TL:TLS TM:TKM TN:TUN TO:TON TR:TUR TT:TTO TV:TUV TW:TWN TZ:TZA UA:UKR UG:UGA UM:UMI US:USA UY:URY UZ:UZB VA:VAT VC:VCT VE:VEN VG:VGB VI:VIR VN:VNM VU:VUT WF:WLF WS:WSM YE:YEM YT:MYT ZA:ZAF ZM:ZMB ZW:ZWE';

export const countryCodes: readonly (readonly [two: string, three: string])[] = codes
  .split(' ')
  .map((pair) => [pair.slice(0, 2), pair.slice(3)]);

/** What people write that is neither a code nor a name of `Intl`, in small letters without accents and signs. */
export const otherCountryNames: Readonly<Record<string, string>> = {
  america: 'US',
  'the united states': 'US',
  'united states of america': 'US',
  'u s': 'US',
  'u s a': 'US',
  uk: 'GB',
  'u k': 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  brd: 'DE',
  'bundesrepublik deutschland': 'DE',
  'federal republic of germany': 'DE',
  'czech republic': 'CZ',
  'tschechische republik': 'CZ',
  'slovak republic': 'SK',
  'republic of ireland': 'IE',
  eire: 'IE',
  'russian federation': 'RU',
  'south korea': 'KR',
  'republic of korea': 'KR',
  korea: 'KR',
  turkey: 'TR',
  turkiye: 'TR',
  uae: 'AE',
  el: 'GR',
  'peoples republic of china': 'CN',
  'ivory coast': 'CI',
  macedonia: 'MK',
  'hong kong': 'HK',
  macau: 'MO',
};

/** Code and names of a country's states, `code:name|other name`; the code is what tax tables and ERPs write. */
export const states: Readonly<Record<string, string>> = {
  US: 'AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware DC:District of Columbia|Washington DC FL:Florida GA:Georgia HI:Hawaii ID:Idaho IL:Illinois IN:Indiana IA:Iowa KS:Kansas KY:Kentucky LA:Louisiana ME:Maine MD:Maryland MA:Massachusetts MI:Michigan MN:Minnesota MS:Mississippi MO:Missouri MT:Montana NE:Nebraska NV:Nevada NH:New Hampshire NJ:New Jersey NM:New Mexico NY:New York NC:North Carolina ND:North Dakota OH:Ohio OK:Oklahoma OR:Oregon PA:Pennsylvania RI:Rhode Island SC:South Carolina SD:South Dakota TN:Tennessee TX:Texas UT:Utah VT:Vermont VA:Virginia WA:Washington WV:West Virginia WI:Wisconsin WY:Wyoming PR:Puerto Rico GU:Guam VI:Virgin Islands AS:American Samoa MP:Northern Mariana Islands AA:Armed Forces Americas AE:Armed Forces Europe AP:Armed Forces Pacific',
  CA: 'AB:Alberta BC:British Columbia|Colombie-Britannique MB:Manitoba NB:New Brunswick|Nouveau-Brunswick NL:Newfoundland and Labrador|Newfoundland NS:Nova Scotia|Nouvelle-Écosse NT:Northwest Territories NU:Nunavut ON:Ontario PE:Prince Edward Island QC:Quebec|Québec SK:Saskatchewan YT:Yukon',
  AU: 'ACT:Australian Capital Territory NSW:New South Wales NT:Northern Territory QLD:Queensland SA:South Australia TAS:Tasmania VIC:Victoria WA:Western Australia',
  DE: 'BW:Baden-Württemberg BY:Bayern|Bavaria BE:Berlin BB:Brandenburg HB:Bremen HH:Hamburg HE:Hessen|Hesse MV:Mecklenburg-Vorpommern NI:Niedersachsen|Lower Saxony NW:Nordrhein-Westfalen|North Rhine-Westphalia|NRW RP:Rheinland-Pfalz|Rhineland-Palatinate SL:Saarland SN:Sachsen|Saxony ST:Sachsen-Anhalt|Saxony-Anhalt SH:Schleswig-Holstein TH:Thüringen|Thuringia',
};
