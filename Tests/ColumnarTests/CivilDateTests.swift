import Columnar
import Testing

@Suite struct CivilDateTests {
    /// Counts days one by one, the way people do.
    @Test func agreesWithADayCounterFrom1600To2400() {
        var year = 1600
        var month = 1
        var day = 1
        var mismatches = 0
        // 1600-01-01 is 135,140 days before 1970-01-01.
        for days in -135_140..<157_054 {
            let date = CivilDate(daysSinceEpoch: days)
            if date.year != year || date.month != month || date.day != day { mismatches += 1 }
            if CivilDate(year: year, month: month, day: day)?.daysSinceEpoch != days { mismatches += 1 }
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
            if day < length {
                day += 1
            } else {
                if CivilDate(year: year, month: month, day: day + 1) != nil { mismatches += 1 }
                (month, day) = (month % 12 + 1, 1)
                if month == 1 { year += 1 }
            }
        }
        #expect(mismatches == 0)
        #expect((year, month, day) == (2400, 1, 1))
    }

    @Test(arguments: [
        (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (0, 3, 1, -719_468),
        (-1, 12, 31, -719_529), (2262, 4, 11, 106_751),
    ])
    func knownDays(_ year: Int, _ month: Int, _ day: Int, _ days: Int) {
        #expect(CivilDate(year: year, month: month, day: day)?.daysSinceEpoch == days)
        #expect(CivilDate(daysSinceEpoch: days) == CivilDate(year: year, month: month, day: day))
    }

    @Test(arguments: [
        (2023, 2, 29), (1900, 2, 29), (2100, 2, 29), (2024, 2, 30), (2024, 4, 31), (2024, 0, 1), (2024, 13, 1),
        (2024, 1, 0), (2024, 1, 32), (2024, -1, 1), (2024, 1, -1),
    ])
    func daysThatNoCalendarHas(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func farDaysComeBack() throws {
        for days in [Int.max / 86_400, Int.min / 86_400, -146_097 * 400, 146_097 * 400, 719_468, -719_469] {
            let date = CivilDate(daysSinceEpoch: days)
            #expect((1...12).contains(date.month) && (1...31).contains(date.day))
            #expect(date.daysSinceEpoch == days)
        }
    }
}
