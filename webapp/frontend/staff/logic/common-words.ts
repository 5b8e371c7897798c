// Words that stand in every text and find nothing; a card has no room for them.

const ENGLISH =
  "about after all also and any are because been before but came can could did does each for from " +
  "get got had has have her here him his how into its just like may more most much not now off only " +
  "other our out over own said saw say see she should some such than that the their them then there " +
  "they this those through told too very was were what when where which while who why will with " +
  "would you your";
const SPANISH =
  "algo ante antes aqui asi aunque cada como con contra cual cuando del desde donde dos ella ellas " +
  "ellos era eran esa ese eso esta estaba estan este esto estos fue fueron hace hacia han hasta hay " +
  "las les los mas mientras mis muy nada nos otra otro para pero por porque que quien ser sin sobre " +
  "son sus tambien tan tiene toda todo todos una uno unos usted vez";

/** Folded, as words are when they are compared. */
export const COMMON: ReadonlySet<string> = new Set(`${ENGLISH} ${SPANISH}`.split(" "));
