/**
 * What newsrooms write over a list of latest developments.
 *
 * *Plain* words head a list wherever a line is little more than they are. *Set* words do so only where the page sets
 * them as a heading or in bold, and begins with them: in running text they are used for other things as well.
 */
interface HeadingWords {
  readonly plain: readonly string[];
  readonly set: readonly string[];
}

const english: HeadingWords = {
  plain: [
    "latest developments|latest updates|key developments|main developments|major developments|recent developments",
    "today[’']s developments|live updates|breaking updates|key updates|what we know|what is known|what[’']s known",
    "what you need to know|what to know|key events|key moments|here[’']s the latest|here is the latest",
    "developments so far|where (?:things|we|matters) stand|main events|what(?: has|[’']s)? happened(?: so far| today| overnight)",
  ],
  set: [
    "at a glance|as it happened|minute by minute|key points|main points|the latest|summary|recap|timeline|live blog|liveblog",
    "in brief|live|live reporting|updates|rolling updates|developments|the story so far|what[’']s new|what[’']s happening",
    "what happened|the basics|the key facts|key facts|highlights|the essentials|overview|story highlights|top lines",
    "most recent|recent updates|new developments|newest|catch up|quick read|key takeaways|the main news|the top line",
  ],
};

const romance: HeadingWords = {
  plain: [
    "últim[oa]s (?:acontecimientos|novedades|actualizaciones|hechos|desarrollos|avances)|lo último|(?:lo )?que sabemos|(?:lo )?que se sabe",
    "qué sabemos|qué se sabe|actualizaciones en (?:vivo|directo)|hechos clave|principales novedades|claves del día",
    "derniers développements|dernières (?:informations|évolutions|nouveautés|actualisations)|ce que (?:l[’'])?on sait|ce que nous savons|que sait-on",
    "les faits marquants|principaux développements|les dernières infos|ultimi (?:sviluppi|aggiornamenti|fatti)|(?:che )?cosa sappiamo|(?:quello|ciò) che sappiamo",
    "le ultime novità|cosa si sa|últimos (?:desenvolvimentos|desdobramentos|acontecimentos)|últimas (?:atualizações|novidades)|o que (?:se sabe|sabemos|já se sabe)",
    "principais acontecimentos|ultimele (?:evenimente|informații|evoluții|noutăți)|ce (?:știm|se știe)|darrers esdeveniments|el que sabem|el que se sap",
  ],
  set: [
    "última hora|últimas noticias|en directo|en vivo|minuto a minuto|puntos clave|las claves|claves|de un vistazo|así te lo (?:hemos contado|contamos)|resumen|cronología|actualización",
    "l[’']essentiel|en direct|dernières nouvelles|les points clés|en bref|minute par minute|chronologie|le point sur la situation|à retenir|le fil des événements",
    "in diretta|i punti chiave|le ultime notizie|la diretta|in breve|minuto per minuto|in sintesi|cronologia|i fatti",
    "ao vivo|pontos-chave|em resumo|últimas notícias|em direto|resumo|destaques|pe scurt|live text|ultima oră",
  ],
};

const germanic: HeadingWords = {
  plain: [
    "(?:neueste|neuste|aktuelle|jüngste|letzte|wichtigste)n? entwicklungen|was (?:wir|man) (?:bisher |bislang |schon )?(?:wissen|weiß)|das wissen wir|das ist (?:bisher |bislang )?bekannt|was (?:bisher |bislang |schon |über .{1,60} )?bekannt ist",
    "das wichtigste (?:in kürze|im überblick|vom tag|zum tag)|die wichtigsten (?:ereignisse|entwicklungen|meldungen|punkte)|(?:neueste|aktuelle) (?:meldungen|ereignisse)|aktueller stand|der aktuelle stand|was (?:heute )?passiert ist|was zuletzt geschah",
    "laatste ontwikkelingen|belangrijkste ontwikkelingen|(?:dit|wat) weten we|wat we weten|de laatste stand van zaken|wat is er bekend",
    "(?:det här|detta|det) vet vi|senaste (?:nytt|utvecklingen|händelserna|uppdateringarna)|detta har hänt|det har hänt|seneste (?:nyt|udvikling|nye)|(?:det|dette) ved vi|(?:det|dette) vet vi|siste (?:nytt|utvikling|oppdateringer)|dette har skjedd|det er sket",
  ],
  set: [
    "auf einen blick|liveticker|live-ticker|ticker|newsticker|überblick|im überblick|das wichtigste|chronologie|die entwicklungen|neuigkeiten|aktuelles|kurz und knapp|zusammenfassung|der stand|die lage im überblick",
    "het laatste nieuws|liveblog|in het kort|samenvatting|kort|i korthet|i korte trekk|direkt|i kort form|sammanfattning|överblick|overblik|oversikt|tidslinje|tidslinje",
  ],
};

const slavic: HeadingWords = {
  plain: [
    "останні події|останні оновлення|(?:що|все, що) (?:зараз |наразі |вже )?відомо|що ми знаємо|ключові події|головні події|основні події|хроніка подій",
    "последние (?:события|обновления|данные)|что (?:сейчас |уже )?известно|что мы знаем|ключевые события|главные события|основные события|хроника событий|что произошло к этому часу",
    "(?:najnowsze|ostatnie|najważniejsze) (?:informacje|wydarzenia|doniesienia|ustalenia)|co (?:już )?wiemy|co wiadomo|poslední (?:vývoj|události|zprávy)|nejnovější (?:vývoj|události|informace)|co víme|aktuální vývoj|najnovší vývoj|čo vieme",
    "најновији догађаји|најновији развој|шта знамо|najnoviji (?:događaji|razvoj)|što znamo|šta znamo|последни (?:събития|новини)|какво знаем|какво се знае|zadnji dogodki|kaj vemo|апошнія падзеі|што вядома",
  ],
  set: [
    "головне|наживо|онлайн|останні новини|оновлюється|хроніка|коротко|главное|онлайн|хроника|последние новости|коротко|лента|обновляется|прямой эфир",
    "relacja na żywo|na żywo|w skrócie|najważniejsze|posljednje vijesti|uživo|online|stručně|souhrn|на живо|накратко|уживо|podsumowanie",
  ],
};

const elsewhereInEurope: HeadingWords = {
  plain: [
    "τελευταίες εξελίξεις|όλες οι εξελίξεις|τι γνωρίζουμε|(?:όσα|τι) ξέρουμε|οι εξελίξεις|legfrissebb (?:fejlemények|hírek)|amit (?:eddig )?tudunk|a legfontosabb (?:fejlemények|események)",
    "viimeisimmät (?:tapahtumat|tiedot|käänteet)|tämä (?:nyt |tapauksesta )?tiedetään|mitä tiedämme|viimased (?:sündmused|arengud|uudised)|mida me teame|mis on teada|jaunākie notikumi|kas zināms|naujausi įvykiai|ką žinome|kas žinoma",
    "son (?:gelişmeler|durum)|(?:neler|ne) biliyoruz|bilinenler|öne çıkan gelişmeler|son dakika gelişmeleri|azken gertaerak",
  ],
  set: [
    "με μια ματιά|ζωντανά|λεπτό προς λεπτό|élő|röviden|percről percre|suoraan|lyhyesti|canlı(?: anlatım)?|öne çıkanlar|özet|dakika dakika",
  ],
};

const semiticAndIranian: HeadingWords = {
  plain: [
    "(?:ا?خر|ابرز|اهم|احدث) (?:ال)?(?:تطورات|مستجدات|احداث|تحديثات)|(?:ما(?:ذا)? |ما الذي )نعرف(?:ه)?|ما نعرفه|تحديثات مباشرة|التحديثات المباشرة|التطورات لحظة بلحظة",
    "اخرین (?:تحولات|خبرها|رویدادها)|انچه (?:تاکنون )?می.?دانیم|تازہ ترین (?:صورتحال|پیش رفت|اپ ڈیٹس?)|(?:اب تک|ہم) کیا (?:معلوم ہے|جانتے ہیں)",
    "(?:העדכונים|ההתפתחויות) (?:ה)?אחרונ(?:ים|ות)|כל העדכונים|מה (?:ש)?ידוע|מה אנחנו יודעים|עדכונים שוטפים",
  ],
  set: [
    "تغطية مباشرة|مباشر|لحظة بلحظة|باختصار|الخلاصة|ابرز النقاط|خلاصه|زنده|دقيقة بدقيقة|בקצרה|עדכונים|תקציר|העיקר|خلاصہ",
  ],
};

const indic: HeadingWords = {
  plain: [
    "(?:ताज़ा|ताजा|नवीनतम|प्रमुख) (?:घटनाक्रम|अपडेट|अपडेट्स|जानकारी)|लाइव अपडेट|(?:अब तक|हम) क्या(?:-क्या)? (?:पता|जानते|मालूम|हुआ)|अब तक (?:की|के) (?:जानकारी|घटनाक्रम|बड़ी बातें)|ताज्या घडामोडी",
    "(?:সর্বশেষ|সবশেষ) (?:খবর|ঘটনা|পরিস্থিতি|আপডেট|তথ্য)|যা জানা (?:গেছে|যাচ্ছে)|এখন পর্যন্ত যা|சமீபத்திய (?:தகவல்கள்|நிகழ்வுகள்)|తాజా (?:పరిణామాలు|సమాచారం)|ਤਾਜ਼ਾ ਅਪਡੇਟ|તાજા અપડેટ|नवीनतम घटनाहरू",
  ],
  set: ["मुख्य बातें|बड़ी बातें|लाइव|एक नज़र में|संक्षेप में|मुख्य बिंदु|একনজরে|সংক্ষেপে|முக்கிய அம்சங்கள்"],
};

const eastAsian: HeadingWords = {
  plain: [
    "最新情報|最新の(?:動き|状況|情報)|(?:これまでに|現時点で)?(?:分|わ)かっていること|主な(?:動き|出来事)|最新(?:进展|進展|动态|動態|消息|情况|情況|更新)|目前已知|我们(?:所)?知道(?:什么|的)|我們(?:所)?知道(?:什麼|的)|(?:关键|關鍵|主要)(?:事件|进展|進展)|已知(?:信息|情况|資訊)|事件(?:进展|進展)",
    "최신 (?:상황|소식|동향|속보)|(?:지금까지|현재까지) (?:알려진|밝혀진|확인된)|주요 (?:상황|사건|전개)|실시간 (?:업데이트|속보|상황)|우리가 아는",
    "perkembangan (?:terbaru|terkini|penting)|(?:apa )?yang (?:kita|kami|telah) (?:ketahui|tahu|diketahui)|fakta terkini|diễn biến (?:mới nhất|chính)|những (?:gì|điều) (?:chúng ta |đã )?biết|cập nhật (?:mới nhất|trực tiếp)|perkembangan terakhir",
    "(?:ความคืบหน้า|สถานการณ์|เหตุการณ์)ล่าสุด|สิ่งที่เรารู้|อัปเดตล่าสุด|matukio ya hivi punde|tunachojua|taarifa za hivi punde|mga pinakabagong (?:pangyayari|balita)|ang alam natin",
  ],
  set: [
    "速報|ポイント|これまでの経緯|要点|要點|直播|即时更新|即時更新|速览|一覽|时间线|時間線|タイムライン|まとめ|핵심 정리|속보|주요 내용|요약|타임라인|ringkasan|tóm tắt|สรุปเหตุการณ์|สรุป|kwa ufupi",
  ],
};

const languages = [english, romance, germanic, slavic, elsewhereInEurope, semiticAndIranian, indic, eastAsian];

/** As many words as there are ways to write them without marks, in one case. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{Mn}+/gu, "")
    .replace(/[\u0640\u200c]/g, "")
    .replace(/\s+/g, " ");
}

function alternatives(of: "plain" | "set"): string {
  return languages
    .flatMap((words) => words[of])
    .map(folded)
    .join("|");
}

/** The words that head a list wherever they stand alone, folded; a source for regular expressions. */
export const plainWords = alternatives("plain");

/** The words that head a list only where they are set as a heading, folded; a source for regular expressions. */
export const setWords = alternatives("set");
