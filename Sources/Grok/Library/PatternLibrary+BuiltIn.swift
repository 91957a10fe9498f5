extension PatternLibrary {
    /// A pattern's name and its regular expression.
    typealias Entry = (name: String, definition: String)

    /// Glue's 74 built-in patterns, as AWS documents them, with their oddities: `TIME` begins with a look-ahead for `<`
    /// and a digit, the classes of `LOGLEVEL` hold `|`, and fields named `UNWANTED` are none.
    static let builtInTable: [Entry] = basics + networking + paths + dates + logs

    private static let basics: [Entry] = [
        ("USERNAME", #"[a-zA-Z0-9._-]+"#),
        ("USER", #"%{USERNAME:UNWANTED}"#),
        ("INT", #"(?:[+-]?(?:[0-9]+))"#),
        ("BASE10NUM", #"(?<![0-9.+-])(?>[+-]?(?:(?:[0-9]+(?:\.[0-9]+)?)|(?:\.[0-9]+)))"#),
        ("NUMBER", #"(?:%{BASE10NUM:UNWANTED})"#),
        ("BASE16NUM", #"(?<![0-9A-Fa-f])(?:[+-]?(?:0x)?(?:[0-9A-Fa-f]+))"#),
        (
            "BASE16FLOAT",
            #"\b(?<![0-9A-Fa-f.])(?:[+-]?(?:0x)?(?:(?:[0-9A-Fa-f]+(?:\.[0-9A-Fa-f]*)?)"#
                + #"|(?:\.[0-9A-Fa-f]+)))\b"#
        ),
        ("BOOLEAN", #"(?i)(true|false)"#),
        ("POSINT", #"\b(?:[1-9][0-9]*)\b"#),
        ("NONNEGINT", #"\b(?:[0-9]+)\b"#),
        ("WORD", #"\b\w+\b"#),
        ("NOTSPACE", #"\S+"#),
        ("SPACE", #"\s*"#),
        ("DATA", #".*?"#),
        ("GREEDYDATA", #".*"#),
        (
            "QUOTEDSTRING",
            #"(?>(?<!\\)(?>"(?>\\.|[^\\"]+)+"|""|(?>'(?>\\.|[^\\']+)+')|''|(?>`(?>\\.|[^\\`]+)+`)|``))"#
        ),
        ("QS", #"%{QUOTEDSTRING:UNWANTED}"#),
        ("UUID", #"[A-Fa-f0-9]{8}-(?:[A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}"#),
    ]

    private static let networking: [Entry] = [
        ("MAC", #"(?:%{CISCOMAC:UNWANTED}|%{WINDOWSMAC:UNWANTED}|%{COMMONMAC:UNWANTED})"#),
        ("CISCOMAC", #"(?:(?:[A-Fa-f0-9]{4}\.){2}[A-Fa-f0-9]{4})"#),
        ("WINDOWSMAC", #"(?:(?:[A-Fa-f0-9]{2}-){5}[A-Fa-f0-9]{2})"#),
        ("COMMONMAC", #"(?:(?:[A-Fa-f0-9]{2}:){5}[A-Fa-f0-9]{2})"#),
        ("IPV6", ipv6),
        (
            "IPV4",
            #"(?<![0-9])(?:(?:25[0-5]|2[0-4][0-9]|[0-1]?[0-9]{1,2})[.](?:25[0-5]|2[0-4][0-9]"#
                + #"|[0-1]?[0-9]{1,2})[.](?:25[0-5]|2[0-4][0-9]|[0-1]?[0-9]{1,2})[.](?:25[0-5]|2[0-4][0-9]"#
                + #"|[0-1]?[0-9]{1,2}))(?![0-9])"#
        ),
        ("IP", #"(?:%{IPV6:UNWANTED}|%{IPV4:UNWANTED})"#),
        ("HOSTNAME", #"\b(?:[0-9A-Za-z][0-9A-Za-z-_]{0,62})(?:\.(?:[0-9A-Za-z][0-9A-Za-z-_]{0,62}))*(\.?|\b)"#),
        ("HOST", #"%{HOSTNAME:UNWANTED}"#),
        ("IPORHOST", #"(?:%{HOSTNAME:UNWANTED}|%{IP:UNWANTED})"#),
        ("HOSTPORT", #"(?:%{IPORHOST}:%{POSINT:PORT})"#),
    ]

    private static let paths: [Entry] = [
        ("PATH", #"(?:%{UNIXPATH}|%{WINPATH})"#),
        ("UNIXPATH", #"(?>/(?>[\w_%!$@:.,~-]+|\\.)*)+"#),
        ("TTY", #"(?:/dev/(pts|tty([pq])?)(\w+)?/?(?:[0-9]+))"#),
        ("WINPATH", #"(?>[A-Za-z]+:|\\)(?:\\[^\\?*]*)+"#),
        ("URIPROTO", #"[A-Za-z]+(\+[A-Za-z+]+)?"#),
        ("URIHOST", #"%{IPORHOST}(?::%{POSINT:port})?"#),
        ("URIPATH", #"(?:/[A-Za-z0-9$.+!*'(){},~:;=@#%_\-]*)+"#),
        ("URIPARAM", #"\?[A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\-\[\]]*"#),
        ("URIPATHPARAM", #"%{URIPATH}(?:%{URIPARAM})?"#),
        ("URI", #"%{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?"#),
    ]

    private static let dates: [Entry] = [
        (
            "MONTH",
            #"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|Jun(?:e)?|Jul(?:y)?"#
                + #"|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"#
        ),
        ("MONTHNUM", #"(?:0?[1-9]|1[0-2])"#),
        ("MONTHNUM2", #"(?:0[1-9]|1[0-2])"#),
        ("MONTHDAY", #"(?:(?:0[1-9])|(?:[12][0-9])|(?:3[01])|[1-9])"#),
        (
            "DAY",
            #"(?:Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?"#
                + #"|Sun(?:day)?)"#
        ),
        ("YEAR", #"(?>\d\d){1,2}"#),
        ("HOUR", #"(?:2[0123]|[01]?[0-9])"#),
        ("MINUTE", #"(?:[0-5][0-9])"#),
        ("SECOND", #"(?:(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?)"#),
        ("TIME", #"(?!<[0-9])%{HOUR}:%{MINUTE}(?::%{SECOND})(?![0-9])"#),
        ("DATE_US", #"%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}"#),
        ("DATE_EU", #"%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}"#),
        ("DATESTAMP_US", #"%{DATE_US}[- ]%{TIME}"#),
        ("DATESTAMP_EU", #"%{DATE_EU}[- ]%{TIME}"#),
        ("ISO8601_TIMEZONE", #"(?:Z|[+-]%{HOUR}(?::?%{MINUTE}))"#),
        ("ISO8601_SECOND", #"(?:%{SECOND}|60)"#),
        (
            "TIMESTAMP_ISO8601",
            #"%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOU"#
                + #"R}:?%{MINUTE}(?::?%{SECOND})?%{ISO8601_TIMEZONE}?"#
        ),
        ("TZ", #"(?:[PMCE][SD]T|UTC)"#),
        ("DATESTAMP_RFC822", #"%{DAY} %{MONTH} %{MONTHDAY} %{YEAR} %{TIME} %{TZ}"#),
        ("DATESTAMP_RFC2822", #"%{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{ISO8601_TIMEZONE}"#),
        ("DATESTAMP_OTHER", #"%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{TZ} %{YEAR}"#),
        ("DATESTAMP_EVENTLOG", #"%{YEAR}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND}"#),
        ("CISCOTIMESTAMP", #"%{MONTH} %{MONTHDAY} %{TIME}"#),
        ("SYSLOGTIMESTAMP", #"%{MONTH} +%{MONTHDAY} %{TIME}"#),
        ("HTTPDATE", #"%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}"#),
    ]

    private static let logs: [Entry] = [
        ("PROG", #"(?:[\w._/%-]+)"#),
        ("SYSLOGPROG", #"%{PROG:program}(?:\[%{POSINT:pid}\])?"#),
        ("SYSLOGHOST", #"%{IPORHOST}"#),
        ("SYSLOGFACILITY", #"<%{NONNEGINT:facility}.%{NONNEGINT:priority}>"#),
        (
            "SYSLOGBASE",
            #"%{SYSLOGTIMESTAMP:timestamp} (?:%{SYSLOGFACILITY} )?%{SYSLOGHOST:logsource}"#
                + #" %{SYSLOGPROG}:"#
        ),
        ("MESSAGESLOG", #"%{SYSLOGBASE} %{DATA}"#),
        (
            "COMMONAPACHELOG",
            #"%{IPORHOST:clientip} %{USER:ident} %{USER:auth} \[%{HTTPDATE:timestamp}\]"#
                + #" "(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?"#
                + #"|%{DATA:rawrequest})" %{NUMBER:response} (?:%{Bytes:bytes=%{NUMBER}|-})"#
        ),
        ("COMBINEDAPACHELOG", #"%{COMMONAPACHELOG} %{QS:referrer} %{QS:agent}"#),
        (
            "COMMONAPACHELOG_DATATYPED",
            #"%{IPORHOST:clientip} %{USER:ident;boolean} %{USER:auth}"#
                + #" \[%{HTTPDATE:timestamp;date;dd/MMM/yyyy:HH:mm:ss Z}\] "(?:%{WORD:verb;string}"#
                + #" %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion;float})?|%{DATA:rawrequest})""#
                + #" %{NUMBER:response;int} (?:%{NUMBER:bytes;long}|-)"#
        ),
        (
            "LOGLEVEL",
            #"([A|a]lert|ALERT|[T|t]race|TRACE|[D|d]ebug|DEBUG|[N|n]otice|NOTICE|[I|i]nfo|INFO|[W"#
                + #"|w]arn?(?:ing)?|WARN?(?:ING)?|[E|e]rr?(?:or)?|ERR?(?:OR)?|[C|c]rit?(?:ical)?"#
                + #"|CRIT?(?:ICAL)?|[F|f]atal|FATAL|[S|s]evere|SEVERE|EMERG(?:ENCY)?|[Ee]merg(?:ency)?)"#
        ),
    ]

    /// Eight groups of hexadecimal digits, one run of them left out at most, the last two perhaps an IPv4 address; then
    /// perhaps a zone, which is greedy.
    private static let ipv6: String = {
        let group = "[0-9A-Fa-f]{1,4}"
        let octet = #"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"#
        let dotted = #"(\#(octet)(\.\#(octet)){3})"#
        var alternatives = [
            "((\(group):){7}(\(group)|:))",
            "((\(group):){6}(:\(group)|\(dotted)|:))",
            "((\(group):){5}(((:\(group)){1,2})|:\(dotted)|:))",
            "((\(group):){4}(((:\(group)){1,3})|((:\(group))?:\(dotted))|:))",
        ]
        for (before, after) in [(3, 4), (2, 5), (1, 6)] {
            alternatives.append(
                "((\(group):){\(before)}(((:\(group)){1,\(after)})|((:\(group)){0,\(after - 2)}:\(dotted))|:))"
            )
        }
        alternatives.append("(:(((:\(group)){1,7})|((:\(group)){0,5}:\(dotted))|:))")
        return "(" + alternatives.joined(separator: "|") + ")(%.+)?"
    }()
}
