/// Urdu. No speaker has reviewed it yet. The syntax is that of `Messages.init(catalogue:)`.
let urdu = """
    @language ur
    @autonym اردو
    @direction rtl
    @reviewed no
    @plural one-other

    ; Numbers, lists, times
    number.decimal = .
    number.group = ,
    list.pair = {first} اور {rest}
    list.more = {first}، {rest}
    list.clauses = {first}؛ {rest}
    month.1 = جنوری
    month.2 = فروری
    month.3 = مارچ
    month.4 = اپریل
    month.5 = مئی
    month.6 = جون
    month.7 = جولائی
    month.8 = اگست
    month.9 = ستمبر
    month.10 = اکتوبر
    month.11 = نومبر
    month.12 = دسمبر
    time.date = {day} {month} {year}
    time.day = {day} {month}
    time.moment = {date}، {clock} ({zone})
    duration.margin = {count} منٹ
    duration.minutes = {count} منٹ
    duration.hours = {count, plural, one {# گھنٹہ} other {# گھنٹے}}
    duration.days = {count} دن

    ; Words for states
    status.suspected = شبہ
    status.confirmed = تصدیق شدہ
    status.restoring = بحالی جاری
    status.restored = بحال
    status.retracted = واپس لیا گیا
    verdict.ok = رسائی ممکن
    verdict.slow = سست
    verdict.blocked = رسائی ممکن نہیں
    verdict.platformDown = ہر جگہ بند
    verdict.dark = رابطہ منقطع
    verdict.insufficient = ناکافی معلومات

    ; Where
    where.national = {country} بھر میں
    where.most.users = {country} میں اکثر صارفین کے لیے
    where.many.users = {country} میں بہت سے صارفین کے لیے
    where.most.networks = {country} کے اکثر نیٹ ورکس پر
    where.country = {country} میں
    where.regional = {regions} ({country}) میں
    where.networks = {country} میں {networks} پر
    where.networks.unnamed = {country} میں بعض نیٹ ورکس پر
    where.mobile = {country} میں موبائل نیٹ ورکس پر
    where.fixed = {country} میں فکسڈ لائن نیٹ ورکس پر
    where.global = کئی ملکوں میں
    network.named = {name} ({asn})
    networks.and.others = {networks} اور مزید {count, plural, one {# نیٹ ورک} other {# نیٹ ورکس}}
    platforms.unnamed = بعض پلیٹ فارمز
    platforms.and.others = {platforms} اور مزید {count, plural, one {# پلیٹ فارم} other {# پلیٹ فارمز}}

    ; When. `clocks` is utc, one (the country has one time zone) or several.
    onset.point = {date} کو {clocks, select, utc {UTC} one {مقامی وقت} other {دارالحکومت کے وقت}} کے مطابق تقریباً
     {clock} بجے {clocks, select, utc {(± {margin})} other {({utc}، ± {margin})}}
    onset.clocks = {date} کو {clocks, select, utc {UTC} one {مقامی وقت} other {دارالحکومت کے وقت}} کے مطابق {from} اور
     {to} بجے کے درمیان کسی وقت
    onset.moments = {clocks, select, utc {UTC} one {مقامی وقت} other {دارالحکومت کے وقت}} کے مطابق {fromDate} کو {from}
     بجے اور {toDate} کو {to} بجے کے درمیان کسی وقت
    onset.days = {days} کے درمیان کسی وقت
    days.within.month = {from} اور {to} {month} {year}
    days.across = {from} اور {to}
    utc.same.day = {clock} UTC
    utc.other.day = {day} کو {clock} UTC
    end.point = {date} کو تقریباً {clock} بجے{clocks, select, utc { UTC} other { ({utc})}}

    ; The claim, by status and verdict
    lead.suspected.blocked = شبہ: {onset} سے {where} {platforms} تک رسائی بظاہر ممکن نہیں۔
    lead.suspected.slow = شبہ: {onset} سے {where} {platforms} کی رفتار بظاہر سست ہے۔
    lead.suspected.platformDown = شبہ: {onset} سے {platforms} کی سروس بظاہر خود اپنی خرابی کے باعث بیک وقت کئی ملکوں میں
     ناکام ہے۔
    lead.suspected.dark = شبہ: {onset} سے {where} انٹرنیٹ کا رابطہ بظاہر منقطع ہے۔
    lead.suspected.disrupted = شبہ: {onset} سے {where} {platforms} کی سروس بظاہر متاثر ہے۔
    lead.confirmed.blocked = تصدیق شدہ: {onset} سے {where} {platforms} تک رسائی ممکن نہیں۔
    lead.confirmed.slow = تصدیق شدہ: {onset} سے {where} {platforms} کی رفتار سست ہے۔
    lead.confirmed.platformDown = تصدیق شدہ: {onset} سے {platforms} کی سروس بیک وقت کئی ملکوں میں ناکام ہے؛ خرابی خود
     {count, plural, one {پلیٹ فارم} other {پلیٹ فارمز}} میں ہے، کسی ایک ملک کے نیٹ ورکس میں نہیں۔
    lead.confirmed.dark = تصدیق شدہ: {onset} سے {where} انٹرنیٹ کا رابطہ منقطع ہے۔
    lead.confirmed.disrupted = تصدیق شدہ: {onset} سے {where} {platforms} کی سروس متاثر ہے۔
    lead.restoring.blocked = بحالی جاری: {where} {platforms} تک رسائی، جو {onset} سے ممکن نہیں تھی، بحال ہو رہی ہے۔
    lead.restoring.slow = بحالی جاری: {where} {platforms} کی رفتار، جو {onset} سے سست تھی، بہتر ہو رہی ہے۔
    lead.restoring.platformDown = بحالی جاری: {platforms} کی سروس، جو {onset} سے کئی ملکوں میں ناکام تھی، بحال ہو رہی ہے۔
    lead.restoring.dark = بحالی جاری: {where} انٹرنیٹ کا رابطہ، جو {onset} سے منقطع تھا، بحال ہو رہا ہے۔
    lead.restoring.disrupted = بحالی جاری: {where} {platforms} کی سروس، جو {onset} سے متاثر تھی، معمول پر آ رہی ہے۔
    lead.restored.blocked = بحال: {where} {platforms} تک رسائی دوبارہ ممکن ہے۔ یہ رسائی {onset} سے {end} تک ممکن نہیں
     تھی۔
    lead.restored.slow = بحال: {where} {platforms} کی رفتار معمول پر آ گئی ہے۔ یہ {onset} سے {end} تک سست تھی۔
    lead.restored.platformDown = بحال: {platforms} کی سروس دوبارہ چل رہی ہے۔ یہ {onset} سے {end} تک کئی ملکوں میں ناکام
     تھی۔
    lead.restored.dark = بحال: {where} انٹرنیٹ کا رابطہ بحال ہو گیا ہے۔ یہ {onset} سے {end} تک منقطع تھا۔
    lead.restored.disrupted = بحال: {where} {platforms} کی سروس معمول پر آ گئی ہے۔ یہ {onset} سے {end} تک متاثر تھی۔
    lead.retracted.blocked = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {where} {platforms} تک رسائی ممکن نہیں۔
    lead.retracted.slow = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {where} {platforms} کی رفتار سست ہے۔
    lead.retracted.platformDown = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {platforms} کی سروس کئی ملکوں میں ناکام ہے۔
    lead.retracted.dark = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {where} انٹرنیٹ کا رابطہ منقطع ہے۔
    lead.retracted.disrupted = واپس لیا گیا: ہم نے کہا تھا کہ {onset} سے {where} {platforms} کی سروس متاثر ہے۔

    ; Why a statement was withdrawn
    retraction.not-sustained = ہم یہ بیان واپس لیتے ہیں: شواہد برقرار نہیں رہے۔
    retraction.new-normal = ہم یہ بیان واپس لیتے ہیں: اس کی کبھی تصدیق نہیں ہوئی، اور یہ حالت اتنی دیر رہی کہ اب معمول شمار ہوتی ہے۔
    retraction.merged = ہم اسے الگ بیان کے طور پر واپس لیتے ہیں: یہ واقعہ {incident} کا حصہ نکلا۔
    retraction.platform-down = ہم یہ بیان واپس لیتے ہیں: خود پلیٹ فارم ہر جگہ ناکام تھا۔
    retraction.network-outage = ہم یہ بیان واپس لیتے ہیں: صرف پلیٹ فارم نہیں، پورے نیٹ ورکس ناکام تھے۔
    retraction.probe-fault = ہم یہ بیان واپس لیتے ہیں: خرابی خود پیمائشی پروگراموں میں تھی۔
    retraction.own-fault = ہم یہ بیان واپس لیتے ہیں: خرابی خود اس رصدگاہ میں تھی۔
    retraction.contested = ہم نظرثانی کے بعد یہ بیان واپس لیتے ہیں۔
    retraction.stated = ہم یہ بیان واپس لیتے ہیں۔ بتائی گئی وجہ: {reason}۔
    retraction.unstated = ہم یہ بیان واپس لیتے ہیں۔

    ; Headlines
    title.suspected = شبہ: {claim}
    title.confirmed = تصدیق شدہ: {claim}
    title.restoring = بحالی جاری: {claim}
    title.restored = بحال: {claim}
    title.retracted = واپس لیا گیا: {claim}
    claim.blocked = {where} {platforms} تک رسائی ممکن نہیں
    claim.slow = {where} {platforms} کی رفتار سست
    claim.platformDown = کئی ملکوں میں {platforms} کی سروس ناکام
    claim.dark = {where} انٹرنیٹ کا رابطہ منقطع
    claim.disrupted = {where} {platforms} کی سروس متاثر
    recovering.blocked = {where} {platforms} تک رسائی بحال ہو رہی ہے
    recovering.slow = {where} {platforms} کی رفتار بہتر ہو رہی ہے
    recovering.platformDown = {platforms} کی سروس بحال ہو رہی ہے
    recovering.dark = {where} انٹرنیٹ کا رابطہ بحال ہو رہا ہے
    recovering.disrupted = {where} {platforms} کی سروس معمول پر آ رہی ہے
    ended.blocked = {where} {platforms} تک رسائی دوبارہ ممکن
    ended.slow = {where} {platforms} کی رفتار معمول پر
    ended.platformDown = {platforms} کی سروس دوبارہ جاری
    ended.dark = {where} انٹرنیٹ کا رابطہ بحال
    ended.disrupted = {where} {platforms} کی سروس معمول پر

    ; What the claim rests on
    duration.whole = کل دورانیہ: تقریباً {duration}۔
    duration.periods = آغاز سے اختتام تک دورانیہ: تقریباً {duration}، {count, plural, one {# وقفے} other {# الگ الگ وقفوں}} میں۔
    periods.open = اب تک یہ {count, plural, one {# وقفہ} other {# الگ الگ وقفے}} بنتے ہیں۔
    sample.probes = یہ پیمائش {networks, plural, one {# نیٹ ورک} other {# نیٹ ورکس}} پر {probes, plural, one {# پیمائشی
     پروگرام} other {# پیمائشی پروگراموں}} نے کی ({sessions, plural, one {# نشست} other {# نشستیں}}، {window})۔
    sample.ooni = یہ {networks, plural, one {# نیٹ ورک} other {# نیٹ ورکس}} پر OONI کی {sessions, plural, one {# پیمائش}
     other {# پیمائشوں}} پر مبنی ہے ({window})۔
    sample.mixed = یہ پیمائش {networks, plural, one {# نیٹ ورک} other {# نیٹ ورکس}} پر {probes, plural, one {# پیمائشی
     پروگرام} other {# پیمائشی پروگراموں}} اور OONI نے کی (کل {sessions, plural, one {# پیمائش} other {# پیمائشیں}}،
     {window})۔
    sample.outside = یہ {families} پر مبنی ہے ({window})؛ اس رصدگاہ کے کسی پیمائشی پروگرام نے اس کی پیمائش نہیں کی۔
    sample.none = اس رصدگاہ کے کسی پیمائشی پروگرام نے اس کی پیمائش نہیں کی۔
    window.day = {date} کو {from} سے {to} UTC تک
    window.days = {fromDate} کو {from} UTC سے {toDate} کو {to} UTC تک
    families.further = مزید شواہد: {families}۔
    family.probes = پیمائشی پروگرام
    family.ooni = OONI کی پیمائشیں
    family.reports = صارفین کی اطلاعات
    family.traffic = ٹریفک کا حجم
    family.bgp = روٹنگ کا ڈیٹا (BGP)
    family.other = باہر کی دیگر پیمائشیں
    mechanism.observed = مشاہدہ: {mechanisms}۔
    mechanism.with.path = {words} ({path})
    slowdown.factor = انہی نیٹ ورکس پر تقابلی سائٹس کے مقابلے میں ترسیل کو تقریباً {factor} گنا وقت لگا ({low} سے {high}
     گنا)۔
    slowdown.cap = رفتار تقریباً {cap} کلو بٹ فی سیکنڈ پر ٹھہر گئی، جیسا کہ مقررہ حد کی صورت میں ہوتا ہے۔
    networks.affected = متاثرہ پائے گئے نیٹ ورکس: {networks}۔
    networks.slow = {networks} پر رسائی بند نہیں بلکہ سست ہے۔
    also.slow.open = {networks} پر {platforms} تک رسائی ممکن مگر سست ہے۔
    also.slow.over = {networks} پر {platforms} تک رسائی ممکن مگر سست تھی۔
    also.blocked.open = {networks} پر {platforms} تک رسائی بھی ممکن نہیں۔
    also.blocked.over = {networks} پر {platforms} تک رسائی بھی ممکن نہ تھی۔
    also.some = بعض نیٹ ورکس
    networks.blocked = {networks} پر رسائی سست نہیں بلکہ ناممکن ہے۔
    networks.dark = {networks} پر کوئی رابطہ نہیں۔
    share.range = اندازاً ملک کے {low} سے {high} فیصد انٹرنیٹ صارفین متاثر ہوئے۔
    share.point = اندازاً ملک کے {high} فیصد انٹرنیٹ صارفین متاثر ہوئے۔
    share.upto = اندازاً ملک کے زیادہ سے زیادہ {high} فیصد انٹرنیٹ صارفین متاثر ہوئے۔
    share.below = اندازاً ملک کے 1 فیصد سے کم انٹرنیٹ صارفین متاثر ہوئے۔
    share.range.open = اندازاً ملک کے {low} سے {high} فیصد انٹرنیٹ صارفین متاثر ہیں۔
    share.point.open = اندازاً ملک کے {high} فیصد انٹرنیٹ صارفین متاثر ہیں۔
    share.upto.open = اندازاً ملک کے زیادہ سے زیادہ {high} فیصد انٹرنیٹ صارفین متاثر ہیں۔
    share.below.open = اندازاً ملک کے 1 فیصد سے کم انٹرنیٹ صارفین متاثر ہیں۔
    share.uncovered = احاطہ نہیں ہوا: {uncovered} فیصد صارفین ایسے نیٹ ورکس پر ہیں جن کی پیمائش نہیں ہوئی۔
    share.covered = تقریباً تمام صارفین ایسے نیٹ ورکس پر ہیں جن کی پیمائش ہوئی۔
    share.estimated = یہ معلوم نہیں کہ ہر نیٹ ورک کے کتنے صارفین ہیں؛ یہ تعداد خود پیمائشوں سے لگایا گیا اندازہ ہے۔
    confidence = اعتماد {percent} فیصد۔
    confidence.above = اعتماد {percent} فیصد سے زیادہ۔
    cause = پیمائش یہ بتاتی ہے کہ کیا ہوا، یہ نہیں کہ کس نے یا کس وجہ سے ہوا۔
    provenance = واقعہ {incident}، نظرثانی {revision}، قواعد {rules}۔
    provenance.link = شواہد: {link}

    ; Timing beside a dated event, which is never told as a cause
    timing.before = خلل “{event}” کے مقررہ آغاز سے {duration} پہلے شروع ہوا۔ یہ صرف وقت کا ذکر ہے؛ اس سے وجہ کے بارے میں
     کچھ ثابت نہیں ہوتا۔
    timing.after = خلل “{event}” کے مقررہ آغاز کے {duration} بعد شروع ہوا۔ یہ صرف وقت کا ذکر ہے؛ اس سے وجہ کے بارے میں
     کچھ ثابت نہیں ہوتا۔

    ; Feeds, alerts, exports
    feed.title = {name}: انٹرنیٹ تک رسائی میں خلل
    feed.title.country = {name}: {country} میں انٹرنیٹ تک رسائی میں خلل
    feed.description = پلیٹ فارمز اور نیٹ ورکس میں پیمائش سے ثابت خلل، جو معلوم نہیں اس کے ذکر اور ہر تصحیح کے ساتھ۔
    synthetic.title = مصنوعی مثال: {title}
    synthetic.notice = یہ رصدگاہ کا کام دکھانے کے لیے سافٹ ویئر کی بنائی ہوئی نقل ہے؛ اس کی پیمائش نہیں ہوئی۔
    event.blocked = پلیٹ فارم تک رسائی ممکن نہیں
    event.slow = پلیٹ فارم سست
    event.platformDown = پلیٹ فارم بند
    event.dark = انٹرنیٹ کا رابطہ منقطع
    event.disrupted = پلیٹ فارم متاثر
    dataset.name = واقعہ {incident} کی پیمائشیں
    dataset.description = اس واقعے کی ہر نظرثانی اپنے شواہد، نمونے اور دائرے کے ساتھ: {title}۔
    citation = {name}: “{title}”۔ واقعہ {incident}، نظرثانی {revision} بتاریخ {date}، {clock} UTC۔ {link}

    ; Mechanisms of DETECTION §6, as they look from the probe
    mechanism.dns = سائٹ کا نام تلاش کرنے میں ناکامی (DNS)
    mechanism.dns.nxdomain = DNS کا جواب کہ سائٹ کا نام موجود ہی نہیں
    mechanism.dns.refused = سائٹ کے نام پر DNS کا جواب دینے سے انکار
    mechanism.dns.servfail = سائٹ کے نام پر DNS کا جواب خرابی کے ساتھ
    mechanism.dns.timeout = سائٹ کے نام پر DNS سے کوئی جواب نہ ملنا
    mechanism.dns.injection = DNS کے جواب میں غلط پتے
    mechanism.dns.injection.blockpage = DNS کا جواب جو بندش کے صفحے پر لے جاتا ہے
    mechanism.dns.injection.bogon = DNS کے جواب میں ایسے پتے جو کسی عوامی سائٹ کے نہیں ہو سکتے
    mechanism.dns.injection.other = DNS کے جواب میں ایسے پتے جو اس سائٹ کے نہیں
    mechanism.tcp = سائٹ کے پتوں سے رابطہ قائم کرنے میں ناکامی
    mechanism.tcp.reset = سائٹ کے پتوں سے رابطہ فوراً توڑ دیا جانا
    mechanism.tcp.timeout = سائٹ کے پتوں سے کوئی جواب نہ ملنا
    mechanism.tcp.refused = سائٹ کے پتوں پر رابطے سے انکار
    mechanism.ip = سائٹ کے پتوں تک کوئی راستہ نہ ہونا
    mechanism.ip.unreachable = روٹرز کی اطلاع کہ سائٹ کے پتے ناقابلِ رسائی ہیں
    mechanism.ip.prefix_null_route = سائٹ کے پتوں کا پورا سلسلہ کہیں نہ پہنچنا
    mechanism.tls = خفیہ کاری قائم ہونے کے دوران ناکامی
    mechanism.tls.reset = خفیہ کاری قائم ہونے کے دوران رابطہ توڑ دیا جانا
    mechanism.tls.reset.sni = سائٹ کا نام بھیجتے ہی رابطہ توڑ دیا جانا
    mechanism.tls.reset.other = خفیہ کاری قائم ہونے کے دوران رابطہ توڑ دیا جانا، خواہ کوئی بھی نام بھیجا جائے
    mechanism.tls.timeout = خفیہ کاری قائم ہونے کے دوران کوئی جواب نہ ملنا
    mechanism.tls.timeout.sni = سائٹ کا نام بھیجنے کے بعد کوئی جواب نہ ملنا
    mechanism.tls.timeout.other = خفیہ کاری قائم ہونے کے دوران کوئی جواب نہ ملنا، خواہ کوئی بھی نام بھیجا جائے
    mechanism.tls.mitm = ایسے سرٹیفکیٹ جو سائٹ کے نہیں
    mechanism.tls.mitm.self_signed = سائٹ کی جگہ خود دستخط شدہ سرٹیفکیٹ
    mechanism.tls.mitm.ca_signed = سائٹ کی جگہ کسی اور ادارے کے سرٹیفکیٹ
    mechanism.tls.throttle = خفیہ رابطوں پر سست ترسیل
    mechanism.tls.throttle.sni = سائٹ کا نام بھیجنے کے بعد سست ترسیل
    mechanism.quic = QUIC پروٹوکول کی ناکامی
    mechanism.quic.timeout = QUIC پر کوئی جواب نہ ملنا (UDP پورٹ 443)
    mechanism.quic.reset = QUIC رابطوں کا کاٹ دیا جانا
    mechanism.http = ویب درخواستوں کی ناکامی
    mechanism.http.blockpage = سائٹ کی جگہ بندش کا صفحہ
    mechanism.http.redirect = کسی اور سائٹ پر بھیج دیا جانا
    mechanism.http.error = سائٹ کی جگہ خرابی کا جواب
    mechanism.http.geofence = پلیٹ فارم کا خود اس ملک کے صارفین سے انکار (HTTP 451 یا 403)
    mechanism.http.timeout = ویب درخواستوں کا کوئی جواب نہ ملنا
    mechanism.http.reset = سادہ ویب درخواست پر رابطہ توڑ دیا جانا
    mechanism.http.reset.host = سائٹ کا نام لینے والی سادہ ویب درخواست پر رابطہ توڑ دیا جانا
    mechanism.http.throttle = سست سادہ ویب ترسیل
    mechanism.http.throttle.host = سائٹ کا نام لینے پر سست سادہ ویب ترسیل
    """
