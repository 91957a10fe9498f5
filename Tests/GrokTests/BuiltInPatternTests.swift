import Grok
import Testing

@Suite("Glue's built-in patterns")
struct BuiltInPatternTests {
    @Test("there are 74, and each compiles")
    func all() throws {
        #expect(Set(PatternLibrary.builtInNames).count == 74)
        for name in PatternLibrary.builtInNames { _ = try GrokPattern("%{\(name)}") }
    }

    @Test("a text that matches and one that does not")
    func examples() throws {
        let examples: [(String, String, String)] = [
            ("USERNAME", "a.b-c_9", "a b"), ("INT", "+12", "1.2"), ("NUMBER", "-.5", "5."),
            ("BASE16NUM", "0xFf", "0xg"), ("BASE16FLOAT", "0x1.8", "x"), ("BOOLEAN", "TrUe", "yes"),
            ("POSINT", "10", "01"), ("NONNEGINT", "007", "-1"), ("WORD", "a_1", "a-1"), ("NOTSPACE", "é-!", "a b"),
            ("SPACE", " \t", "x"), ("DATA", "", "\r"), ("QUOTEDSTRING", #""a\"b""#, #""a"#),
            ("UUID", "01234567-89ab-CDEF-0123-456789abcdef", "01234567-89ab-CDEF-0123"),
            ("MAC", "00:1A:2b:3c:4d:5e", "00:1A:2b:3c:4d"), ("CISCOMAC", "001a.2b3c.4d5e", "001a.2b3c"),
            ("IPV6", "2001:db8::1", "2001:db8::1::2"), ("IPV4", "255.1.09.0", "256.1.1.1"),
            ("IP", "::ffff:10.0.0.1", "10.0.0"), ("HOSTNAME", "a-b.example.com.", ".a"),
            ("HOSTPORT", "h:80", "h:0"), ("UNIXPATH", "/var/log/x.log", "var"), ("WINPATH", #"C:\a\b"#, #"C:"#),
            ("TTY", "/dev/pts/0", "/dev/ptsx"), ("URI", "https://u:p@h.org:8/a?b=c", "://"),
            ("MONTH", "September", "Sept"), ("MONTHDAY", "31", "32"), ("YEAR", "2025", "202"),
            ("TIME", "23:59:60", "24:00:00"), ("TIMESTAMP_ISO8601", "2025-05-27T05:12:33.000Z", "2025-13-27T05:12"),
            ("HTTPDATE", "10/Oct/2000:13:55:36 -0700", "10/Oct/2000"), ("TZ", "UTC", "CET"),
            ("DATESTAMP_EVENTLOG", "20250527051233", "20251327051233"), ("LOGLEVEL", "|nfo", "nfo"),
            ("SYSLOGFACILITY", "<1.2>", "<1>"), ("PROG", "a/b-%", "a b"),
        ]
        for (name, yes, no) in examples {
            #expect(try fields("%{\(name):x}", yes)?["x"] == yes, "\(name) should match \(yes)")
            #expect(try matches("%{\(name)}", Array(no.utf8)) == false, "\(name) should not match \(no)")
        }
    }

    @Test("fields within built-in patterns are fields, except the unwanted")
    func nestedFields() throws {
        #expect(try GrokPattern("%{URIHOST:host}").fields.map(\.name) == ["host", "port"])
        #expect(try GrokPattern("%{SYSLOGPROG}").fields.map(\.name) == ["program", "pid"])
        #expect(try GrokPattern("%{NUMBER:n} %{IP:a} %{QS:q}").fields.map(\.name) == ["n", "a", "q"])
        let typed = try GrokPattern("%{COMMONAPACHELOG_DATATYPED}").fields
        #expect(
            typed.map { $0.cast?.rawValue ?? "-" } == ["-", "boolean", "-", "-", "-", "-", "float", "-", "int", "long"]
        )
    }

    @Test("a reference may bring its pattern along")
    func ownDefinition() throws {
        #expect(try fields("%{Bytes:bytes=%{NUMBER}|-} %{X:x=[a-c]{2}}", "- ab") == ["bytes": "-", "x": "ab"])
        #expect(try fields("%{Bytes:bytes=%{NUMBER}|-}", "x") == nil)
    }
}
