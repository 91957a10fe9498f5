/// Memory with a zero for every id of a dictionary, to renumber ids in.
///
/// Whoever writes to it puts the zeros back, so that its cost is that of the rows at hand and not that of the dictionary.
struct RenumberingRooms {
    /// One of them.
    struct Room: @unchecked Sendable {
        // Unsafe: belongs to whoever has taken it, or waits to be taken.
        let address: UnsafeMutablePointer<UInt32>
        let capacity: Int
    }

    private var idle: [Room] = []
    /// Numbers in a room; the same however many tasks have one, since memory limits decide where row groups are cut.
    private(set) var capacity = 0

    /// A room for ids from 0 to `count`.
    mutating func take(forIDs count: Int) -> Room {
        if capacity <= count {
            capacity = max((count + 1) * 2, 1024)
            removeAll()
        }
        if let room = idle.popLast() { return room }
        let address = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        address.initialize(repeating: 0, count: capacity)
        return Room(address: address, capacity: capacity)
    }

    /// Takes back a room, all zeros again.
    mutating func giveBack(_ room: Room) {
        if room.capacity == capacity { idle.append(room) } else { room.address.deallocate() }
    }

    /// Frees the rooms that nobody has.
    mutating func removeAll() {
        for room in idle { room.address.deallocate() }
        idle.removeAll()
    }
}
