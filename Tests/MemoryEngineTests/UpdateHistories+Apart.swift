import MemoryModel

extension UpdateHistories {
  /// Two statements that are close in their words, and both true: neither may close the other, whichever was said first.
  struct Neighbours {
    var first: (category: MemoryModel.Category, text: String)
    var second: (category: MemoryModel.Category, text: String)
  }

  static func apart() -> [Neighbours] { pairs(apartTable) }

  /// More of them, written after the rules were. Rules that had not seen them closed 11 and merged 2 wrongly in 92 tellings; they were mended then, so this
  /// table says no more what is wrong with the next sentence.
  static func heldApart() -> [Neighbours] { pairs(heldApartTable) }

  /// Statements of which the second takes back the first: the sentences on which the rules were made, so they say nothing about what they miss.
  static func successions() -> [Neighbours] { pairs(successionTable) }

  private static func pairs(_ table: String) -> [Neighbours] {
    let categories: [Substring: MemoryModel.Category] = [
      "p": .preferences, "t": .patterns, "e": .entities, "f": .profile, "v": .events, "c": .cases,
    ]
    return table.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let sides = line.split(separator: " // ").map { side in
        (category: categories[side.prefix(1)]!, text: String(side.dropFirst(2)))
      }
      return Neighbours(first: sides[0], second: sides[1])
    }
  }

  private static let apartTable = """
    # different subjects
    e The thumbnail service runs on Node 18 // e The transcoding service runs on Node 22 now
    e Mirko owns the label printer // e Saskia owns the barcode scanner now
    e The wiki is hosted on DigitalOcean // e The forum is hosted on Hetzner now
    e The iOS app is written in Objective-C // e The watch app is written in Swift now
    e The user table is partitioned by month // e The audit table is partitioned by week now
    e Room Aspen holds 12 people // e Room Birch holds 20 people
    e Parcel tracking comes from Shippo // e Address validation comes from Loqate now
    e Nora leads the data team // e Piet leads the platform team now
    t The morning report is sent at 07:00 // t The evening report is sent at 19:00
    e The European warehouse closes at 18:00 // e The American warehouse closes at 21:00
    p Use Postgres for the ledger // p Use SQLite for the prototype instead of Postgres
    t The lexer must stay below 2,000 lines // t The printer must stay below 800 lines
    e The red cable goes to the pump // e The blue cable goes to the valve now
    f Bruno's birthday is 4 May // f Carla's birthday is 9 August
    e Tenant gw-017 is on plan Silver // e Tenant gw-018 is on plan Gold
    e The parser of CSV files is strict // e The parser of INI files is lenient now
    e Der Druckserver steht in Kassel // e Der Mailserver steht jetzt in Fulda
    e El almacén central está en Zaragoza // e El almacén norte está ahora en Bilbao
    e Le dépôt principal est sur GitLab // e Le dépôt des thèmes est maintenant sur GitHub
    e 支付服务部署在上海 // e 搜索服务现在部署在北京
    # different environments and scopes
    e Staging uses Redis 6 // e Production uses Redis 7 now
    e In staging the worker pool has 4 threads // e In production the worker pool has 16 threads
    e The dev cluster runs Kubernetes 1.27 // e The prod cluster now runs Kubernetes 1.29
    t Locally, tests run with sqlite // t On CI, tests run with Postgres instead of sqlite
    p Use debug logging in development // p Do not use debug logging in production
    e On Windows the installer is an MSI // e On Linux the installer is a tarball now
    e The EU tenant stores files in Frankfurt // e The US tenant stores files in Ohio now
    p Use four spaces in Python // p Use two spaces in YAML now
    t Nightly builds are signed with the test key // t Release builds are signed with the vendor key
    e The free plan allows 3 projects // e The team plan allows 30 projects
    e The beta channel updates every day // e The stable channel updates every month
    p Use feature flags in the web client // p Never use feature flags in the firmware
    p In the morning, keep answers short // p In code reviews, do not keep answers short
    e Version 3 of the protocol uses JSON // e Version 4 of the protocol uses CBOR
    # additions
    e The bot answers in English // e The bot now also answers in Polish
    e Logs are shipped to Loki // e Logs are now shipped to Elastic as well
    e The catalogue supports PostgreSQL // e The catalogue supports MySQL now
    e Ida maintains the compiler // e Joris now maintains the compiler together with Ida
    e The importer reads XML // e The importer reads JSON now too
    p Run the linter before pushing // p Now run the type checker before pushing, too
    e The gateway exposes REST // e The gateway now exposes gRPC next to REST
    f Speaks Dutch // f Speaks Danish now as well
    e Alerts go to the ops channel // e Alerts go to the ops channel and to the phone of whoever is on call
    e The office has a 3D printer // e The office now has a laser cutter
    e Der Export kann CSV // e Der Export kann jetzt auch Excel
    e 报表支持 PDF // e 报表现在也支持 Word
    # what happened on different days
    v Deployed the pricing engine 1.4 on 3 March // v Deployed the pricing engine 1.5 on 9 April
    v The load test on Tuesday reached 900 requests a second // v The load test on Friday reached 1,400 requests a second
    v Met with Talvio about the contract in Oslo // v Met with Talvio about the contract in Bergen
    v On 2 May the build took 14 minutes // v On 8 June the build took 9 minutes
    v Kenji joined the team in Osaka // v Ulla joined the team in Turku
    v The first interview with Rosa was about tooling // v The second interview with Rosa was about salary
    v We decided in March to keep the old scheduler // v We decided in July to write the new importer in Rust
    v The vote on the logo ended 5 to 2 // v The vote on the slogan ended 4 to 3
    v Build 8812 failed because of a flaky test // v Build 8813 failed because of a missing secret
    v Sprint 14 ended with 32 points // v Sprint 15 ended with 41 points
    v The flood in the basement happened in 2019 // v The fire in the basement happened in 2022
    c Signing failed because the certificate expired; renewing it helped // c Signing failed because the clock was wrong; syncing it helped
    c The crawler hung on robots.txt; fixed by a timeout of 5 seconds // c The crawler hung on a redirect loop; fixed by a limit of 10 redirects
    # a no to something else
    p Always run migrations before deploying // p Never run migrations by hand
    p Commit generated files of the parser // p Do not commit generated files of the documentation
    p Use exceptions in the application layer // p Avoid exceptions in the drivers
    p Ask before deleting branches // p Don't ask before formatting files
    e The scanner does not support arm64 // e The scanner supports riscv64 now
    p Never amend commits that are pushed // p Amend the last commit when only its message is wrong
    t Reviews are required for the schema // t Reviews are not required for the changelog
    e The cache is not shared between tenants // e The cache is shared between processes
    p Use the color red for errors // p Do not use the color red for warnings
    # plans, wishes, questions, what others say, what was
    e The billing UI runs on Angular // e We are thinking about moving the billing UI from Angular to React
    e The mobile builds run on Bitrise // v Maybe we should switch the mobile builds from Bitrise to Codemagic
    e The archive lives on tape // e Should the archive move from tape to S3 instead?
    e The intranet runs on Drupal // v Tilda suggested to move the intranet from Drupal to Hugo
    e The telephony runs through Twilio // e Before 2021 the telephony ran through Nexmo instead of Twilio
    e The scheduler uses cron syntax // e If the scheduler is ever rewritten, it should use intervals instead of cron syntax
    e Payroll is done by Datev // e Next year payroll will move from Datev to Personio
    p Use mermaid for diagrams // p For the printed handbook only, use TikZ for diagrams instead of mermaid
    e The search runs on Solr // c Switched the search from Solr to Meilisearch for a test and went back the same day
    e Die Zeiterfassung läuft über Clockodo // e Vielleicht wechseln wir mit der Zeiterfassung von Clockodo zu Kenjo
    e Docs are built with Sphinx // e The competitor moved its docs from Sphinx to Docusaurus
    # part and whole, general and special
    e The pipeline is written in Scala // e The validation step of the pipeline is now written in Python
    e All services run on Fargate // e Only the renderer runs on EC2 now
    p Write tests for every module // p Do not write tests for the generated module
    e The company is based in Vienna // e The support team of the company is based in Graz now
    e The handbook is in English // e The chapter on holidays of the handbook is in Czech now
    t Deployments happen on Wednesday // t Emergency deployments happen on any day
    """

  private static let successionTable = """
    e The status page is hosted on Statuspage // e The status page is on Instatus now
    e Docker images are pushed to Docker Hub // e Docker images go to the GitHub registry from now on
    e The mobile app uses Realm for storage // e The mobile app uses SQLite for storage, Realm was removed
    e The chat widget comes from Intercom // v Intercom was replaced by Crisp for the chat widget
    e Terraform state is kept in Consul // e Terraform state moved to S3
    e Backups are encrypted with GPG // e Backups are now encrypted with age
    e Bea is responsible for the payroll export // e Tarek is responsible for the payroll export now
    e Bea handles the tax returns // e Bea no longer handles the tax returns, Tarek does
    e The team lead of logistics is Sven // e The new team lead of logistics is Amira
    e The support hotline is open until 17:00 // e The support hotline is open until 20:00 now
    e The map tiles are served by Mapbox // e Since June the map tiles are served by MapTiler
    e The bundle size limit is 200 KB // e The bundle size limit is 250 KB
    e The Rust toolchain is pinned to 1.74 // e The Rust toolchain is pinned to 1.80
    e The kiosk needs Android 10 // e The kiosk needs Android 12 now
    e The demo account is called acme-demo // e The demo account was renamed to acme-show
    e The crawler allows 5 parallel connections // e The crawler allows 8 parallel connections
    e Grafana is the dashboard tool of the plant // e Superset is now the dashboard tool of the plant
    e Rows are exported by Fivetran // e Rows are exported by Airbyte, Fivetran is switched off
    e Airbyte exports the rows of the shop // e Meltano has replaced Airbyte for exporting the rows of the shop
    e Builds are cached in S3 // e We stopped caching builds in S3, they are cached in R2
    e The main branch of the website is gh-pages // e The main branch of the website is live
    e The feed is fetched every 15 minutes // e The feed is fetched every 5 minutes
    e The vendor portal is written in PHP // e The vendor portal has been rewritten in Kotlin
    v The launch of the newsletter is on 2 June // v The launch of the newsletter was moved to 16 June
    v The launch of the podcast is planned for May // v The launch of the podcast has been postponed to July
    v The demo for Hartwig is on Tuesday // v The demo for Hartwig is on Thursday instead
    t Stand-ups are held in the kitchen // t Stand-ups are held in the library now
    t Retrospectives take place every two weeks // t Retrospectives take place every three weeks
    t Each release needs a signature of Olga // t Each release needs a signature of Emre now instead of Olga
    t Merging needs three reviews // t Merging needs one review
    t Hotfixes are branched off release // t Hotfixes are branched off main now
    p Generate API clients with Swagger Codegen // p Generate API clients with Kiota, no longer with Swagger Codegen
    p Sort imports alphabetically // p Don't sort imports alphabetically any more
    p Put tests next to the code // p Stop putting tests next to the code, put them into a tests folder
    p Show diffs in unified format // p Show diffs in split format now
    p Use emoji in release notes // p No emoji in release notes any more
    p Explain things with diagrams // p Explain things with examples instead of diagrams
    p Name variables in German // p Name variables in English from now on
    f The user drives a Skoda // f The user drives a Volvo now
    f I am a student at Uppsala University // f I am a researcher at Uppsala University now, no longer a student
    f The user's laptop is a ThinkPad // f The user's laptop is a Framework
    f The user works on the payments team // f The user moved from the payments team to the identity team
    f I report to Jolanda // f I report to Benedikt now
    e Verantwortlich für die Kasse ist Frau Lindner // e Verantwortlich für die Kasse ist jetzt Herr Adam
    e Die Rechnungen werden mit Lexware geschrieben // e Die Rechnungen werden seit Juli mit Sevdesk statt Lexware geschrieben
    e Das Archiv liegt auf Band // e Das Archiv liegt nicht mehr auf Band, sondern in S3
    t Das Team trifft sich immer montags // t Das Team trifft sich ab sofort mittwochs
    t Der Newsletter erscheint freitags // t Der Newsletter erscheint jetzt dienstags
    e La base de datos es MySQL // e La base de datos es ahora MariaDB
    t Las reuniones son los martes // t Las reuniones ahora son los jueves
    e Los informes están en Notion // e Los informes ya no están en Notion sino en Confluence
    e Le site est hébergé chez OVH // e Le site est désormais hébergé chez Scaleway
    t La réunion a lieu le lundi // t La réunion a lieu désormais le vendredi
    e Les tickets sont dans Trello // e Les tickets ne sont plus dans Trello mais dans Linear
    e 缓存使用 Memcached // e 缓存已经换成 Redis
    e 项目经理是王芳 // e 项目经理现在是李明
    t 周会在周一举行 // t 周会改到周三
    e デザインはSketchで作る // e デザインはFigmaで作ることに変更した
    t リリースは金曜日に行う // t リリースは火曜日に変更した
    """

  private static let heldApartTable = """
    e The invoice template is in Word // e The offer template is in LaTeX now
    e Gate 3 opens at 05:30 // e Gate 4 opens at 06:00 now
    e The mirror in Lyon is updated hourly // e The mirror in Turin is updated daily
    e Wanda is the treasurer of the club // e Ignaz is the secretary of the club now
    e Wanda owns the tax forms // e Wanda owns the customs forms now
    e The frontend uses pnpm // e The backend uses uv now
    e The Postgres primary runs on db-01 // e The Postgres replica runs on db-02 now
    e The nightly export writes CSV // e The weekly export writes Parquet now
    e The test suite of the parser takes 40 seconds // e The test suite of the solver takes 9 minutes
    p Use snake_case in Python // p Use camelCase in TypeScript now
    p Avoid globals in the renderer // p Use globals in the debug console
    p Don't squash merges of release branches // p Squash merges of topic branches
    p Prefer composition over inheritance // p Prefer clarity over cleverness
    p Never deploy without a review // p Deploy documentation without a review
    p Use spaces in Makefiles only inside recipes // p Use tabs in recipes
    p Write commit messages in the imperative // p Write release notes in the past tense
    p Log requests at info level // p Log retries at debug level instead of warning
    t The build must pass before merging // t The benchmark need not pass before merging
    t Security patches are released on any day // t Feature releases go out on Monday
    t The backup of the mail server runs at 02:00 // t The backup of the file server runs at 03:00
    t Interns work three days a week // t Contractors work four days a week
    t Support tickets are answered within 8 hours // t Sales requests are answered within 2 hours now
    f The user speaks Finnish at home // f The user speaks English at work
    f The user plays the cello // f The user now plays the oboe too
    f Allergic to nuts // f Not allergic to milk
    f Works from home on Mondays // f Works from the office on Thursdays
    v Migrated the billing tables from MySQL to Postgres // v Migrated the session tables from MySQL to Redis
    v The audit in 2023 found two issues // v The audit in 2024 found five issues
    v Lena moved from the design team to sales // v Ruben moved from support to the design team
    v The contract with Orbis was signed on 4 March // v The contract with Orbis was extended on 9 September
    v Upgraded the runner in Oslo from 3.1 to 3.2 // v Upgraded the runner in Lima from 3.1 to 3.3
    v Replaced the fan of server 7 // v Replaced the disk of server 7
    v The pump in cellar four was replaced by Marta in May // v The pump in cellar four was replaced by Marta in June
    v The locks were changed after the break-in // v The locks were changed after the party
    v Die Pumpe wurde im Mai ersetzt // v Die Pumpe wurde im Juni ersetzt
    e The router blocks port 25 // e The router no longer blocks port 587
    e The office printer is out of toner // e The office scanner is out of order now
    e The intranet search uses Lucene // v Ottilie asked whether the intranet search could use Vespa instead of Lucene
    e Releases are tagged by Marta // e While Marta is on leave, releases are tagged by Joost
    e The cluster has 6 nodes // e The cluster will have 9 nodes after the summer
    e Invoices are sent by email // e Invoices to the ministry are sent by post now
    e The API returns JSON // e The legacy endpoint of the API returns XML
    e The default font is Inter // e The default size is 14
    e The default theme is dark // e The default language is Dutch now
    e Das Lager in Köln schließt um 18 Uhr // e Das Lager in Bonn schließt um 20 Uhr
    e Die Kasse läuft unter Windows // e Die Waage läuft jetzt unter Linux
    e La tienda de Vigo abre a las 9 // e La tienda de Lugo abre ahora a las 10
    e Le serveur de build est à Nantes // e Le serveur de test est maintenant à Lille
    e 前端团队在杭州 // e 后端团队现在在成都
    """
}
