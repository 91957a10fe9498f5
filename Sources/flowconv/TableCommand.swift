import ArgumentParser
import Catalog
import Conversion

/// The command `flowconv table`.
struct TableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: "Describes a lake to a catalog: Athena's DDL, or Glue's JSON. Works offline.",
        subcommands: [DDL.self, Glue.self]
    )

    /// What both forms need to know.
    struct Options: ParsableArguments {
        @Argument(help: ArgumentHelp("The lake's folder.", valueName: "lake"))
        var lake: String

        @Option(help: ArgumentHelp("The table's name.", valueName: "name"))
        var name = "vpc_flow_logs"

        @Option(help: ArgumentHelp("Where the lake is in S3: s3://bucket/prefix/.", valueName: "url"))
        var location: String?

        @Flag(help: "Let Athena work partitions out instead of asking the catalog (partition projection).")
        var projection = false

        func table() async throws -> TableDefinition {
            try await LakeTable.definition(lake: lake, name: name, location: location)
        }

        var partitionProjection: PartitionProjection? { projection ? PartitionProjection() : nil }
    }

    /// The command `flowconv table ddl`.
    struct DDL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ddl",
            abstract: "Athena's CREATE EXTERNAL TABLE."
        )

        @OptionGroup var options: Options

        func run() async throws {
            let ddl = AthenaDDL(table: try await options.table(), projection: options.partitionProjection)
            Terminal.standardOutput.write(ddl.text)
        }
    }

    /// The command `flowconv table glue`.
    struct Glue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "glue",
            abstract: "Glue's TableInput and PartitionInputs as JSON."
        )

        @OptionGroup var options: Options

        func run() async throws {
            let table = try await options.table()
            if table.location == nil {
                Terminal.standardError.write(
                    "flowconv: warning: without --location s3://… the JSON has the placeholder \(TableDefinition.placeholderLocation)\n"
                )
            }
            Terminal.standardOutput.write(GlueTableDocument(table: table, projection: options.partitionProjection).json)
        }
    }
}
