import PostgresDriver
import SQL
import TestSupport
import Testing

/// `sslmode=verify-full`: the server must be who the URL says.
@Suite struct PostgresTLSTests {
    @Test func onlyTheHostOfTheCertificateIsTrusted() async throws {
        let server = try await CertifiedPostgres.start()
        let verified = "?sslmode=verify-full&sslrootcert=\(server.certificate)"
        let database = try await PostgresDatabase(
            url: server.url.replacing("127.0.0.1", with: "localhost") + verified, readers: 1)
        let encrypted = try await database.lookUp("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        #expect(encrypted.first?.values == [.integer(1)])
        await database.close()

        // The same server under a name that its certificate does not hold.
        let wrongName = await attempt { try await PostgresDatabase(url: server.url + verified, readers: 1) }
        let error = wrongName.failure as? DatabaseError
        #expect(error?.kind == .connectionLost)
        #expect(error?.message.contains("does not match host name") == true)

        // The right name, but an authority that did not sign the certificate.
        let stranger = try await CertifiedPostgres.start()
        let wrongAuthority = await attempt {
            try await PostgresDatabase(
                url: server.url.replacing("127.0.0.1", with: "localhost")
                    + "?sslmode=verify-full&sslrootcert=\(stranger.certificate)", readers: 1)
        }
        #expect((wrongAuthority.failure as? DatabaseError)?.message.contains("certificate verify failed") == true)
    }
}
