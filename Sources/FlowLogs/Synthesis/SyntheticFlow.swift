/// One flow: who talked to whom, when and how much.
struct SyntheticFlow {
    let start: Int
    let end: Int
    let isIngress: Bool
    let isAccepted: Bool
    let peer: String
    let servicePort: Int
    let ephemeralPort: Int
    let protocolNumber: Int
    let packets: Int
    let bytes: Int
    let status: String

    /// A flow in the aggregation interval around `time`.
    init(time: Int, _ random: inout SplitMix64) {
        start = time - time % 60 + random.below(30)
        end = start + 20 + random.below(40)
        isIngress = random.happens(perMille: 550)
        isAccepted = random.happens(perMille: 930)
        peer = Self.address(random.skewed(40_000), isIPv6: random.happens(perMille: 20))
        servicePort = [443, 80, 22, 53, 3306, 5432, 8080, 6379, 123, 3389][random.skewed(10)]
        ephemeralPort = 1024 + random.below(64_512)
        protocolNumber = [6, 6, 6, 6, 6, 6, 17, 17, 1][random.below(9)]
        packets = 1 + random.skewed(2000)
        bytes = packets * (40 + random.below(1460))
        status = random.happens(perMille: 995) ? "OK" : random.happens(perMille: 900) ? "NODATA" : "SKIPDATA"
    }

    private static func address(_ index: Int, isIPv6: Bool) -> String {
        // A fixed scramble, so that neighbours in rank are no neighbours in address.
        let mixed = (index &* 2_654_435_761) & 0xFF_FFFF
        if isIPv6 { return "2001:db8:\(String(mixed & 0xFFFF, radix: 16))::\(String(mixed >> 16, radix: 16))" }
        return "\(11 + mixed % 180).\(mixed >> 8 & 0xFF).\(mixed >> 16 & 0xFF).\(mixed & 0xFF)"
    }
}
