import Lake
import Storage
import SystemPackage

/// What is left to do: the objects that are not in the lake, and those that have changed since.
struct ResumePlan {
    /// The work.
    var units: [WorkUnit] = []
    /// Objects that are in the lake as they are.
    var alreadyConverted = 0
    /// Objects that have changed and are left out.
    var leftOut: [InputObject] = []

    /// Compares objects with what the lake's log says.
    ///
    /// - Throws: ``ConversionError`` where an object has changed and may not be replaced, or cannot be.
    init(_ objects: [InputObject], state: LakeState, options: ConversionOptions) throws(ConversionError) {
        var fresh: [InputObject] = []
        var changed: [InputObject] = []
        for object in objects {
            guard let identity = object.identity, let known = state.input(identity.name) else {
                fresh.append(object)
                continue
            }
            if Self.isSame(identity, known.input.identity) {
                alreadyConverted += 1
            } else {
                changed.append(object)
            }
        }
        if options.changedInputs == .leaveOut {
            leftOut = changed
            changed = []
        }
        if let first = changed.first, options.changedInputs == .refuse {
            let others = changed.count > 1 ? " (and \(changed.count - 1) others)" : ""
            throw ConversionError(
                .invalidData,
                "\(first.name)\(others): it has changed since it was converted; nothing was done; with "
                    + "--on-changed-input replace its rows take the place of the old ones, under another name it is new"
            )
        }
        units = WorkUnit.group(fresh, leastSize: options.leastUnitSizeInBytes)
        try replace(changed, objects, state)
    }

    /// Whether an input is still what was converted.
    ///
    /// The same time, or the same edges of a gzip file: those hold a checksum of all the rest.
    static func isSame(_ now: InputIdentity, _ before: InputIdentity) -> Bool {
        guard now.size == before.size, now.tag == before.tag else { return false }
        return now.modified == before.modified || now.tag.hasPrefix("gzip-")
    }

    /// Plans units that stand in for those of changed objects: with all inputs of the old unit, since its files hold the rows
    /// of all of them.
    private mutating func replace(
        _ changed: [InputObject],
        _ objects: [InputObject],
        _ state: LakeState
    ) throws(ConversionError) {
        var done: Set<String> = []
        var given: [String: InputObject] = [:]
        for object in objects { if let name = object.identity?.name { given[name] = object } }
        for object in changed {
            guard let name = object.identity?.name, let unit = state.input(name)?.unit, done.insert(unit).inserted,
                let record = state.records[unit]
            else { continue }
            guard record.files.allSatisfy({ state.isLive($0.path) }) else {
                throw ConversionError(
                    .invalidData,
                    "\(object.name): it has changed since it was converted, and its old rows were merged with others by "
                        + "compact; convert all inputs into another lake"
                )
            }
            var members: [InputObject] = []
            for input in record.inputs {
                if let known = given[input.identity.name] {
                    members.append(known)
                    if known.identity == input.identity { alreadyConverted -= 1 }
                } else {
                    members.append(try Self.object(input.identity, insteadOf: object))
                }
            }
            units.append(WorkUnit(objects: members, replaces: [unit]))
        }
    }

    /// An input that was converted together with one that has changed, as it is now.
    private static func object(
        _ identity: InputIdentity,
        insteadOf changed: InputObject
    ) throws(ConversionError) -> InputObject {
        let found = try? InputPlanner.plan([identity.path], output: "").objects.first
        guard let found, identity.path != "-" else {
            throw ConversionError(
                .inputUnavailable,
                "\(changed.name): it has changed since it was converted together with \(identity.path), which is gone, so "
                    + "their rows cannot be replaced; bring that file back, or convert into another lake"
            )
        }
        return found
    }
}
