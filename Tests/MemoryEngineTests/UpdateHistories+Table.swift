extension UpdateHistories {
  static let table = """
    # package manager, and back
    01-10 p - Use npm for installing packages
    04-02 p >1 Use bun, not npm, for installing packages
    08-20 p >2 Use npm again for installing packages, not bun
    ? installing packages

    # indentation
    01-11 p - Prefers tabs for indentation
    03-15 p >1 Prefers spaces for indentation
    ? tabs or spaces for indentation

    # squash
    01-12 p - Always squash commits before merging
    05-01 p >1 Never squash commits before merging
    ? squash commits before merging

    # yarn to pnpm
    01-13 p - Use yarn in the storefront repository
    06-11 p >1 Use pnpm instead of yarn in the storefront repository
    ? storefront repository package tool

    # editor
    01-14 p - The editor is Helix
    07-07 p >1 The editor is Zed now
    ? which editor

    # comments taken back
    01-15 p - Write doc comments for every function
    04-18 p >1 Do not write doc comments for every function
    ? doc comments for every function

    # quotes
    01-16 p - Use single quotes for strings in TypeScript
    05-19 p >1 Use double quotes for strings in TypeScript
    ? quotes for strings in TypeScript

    # test runner
    01-17 p - Run unit tests with jest
    03-20 p >1 Run unit tests with vitest instead of jest
    09-09 p >2 Unit tests run with the built-in node runner now instead of vitest
    ? how do unit tests run

    # line length
    01-18 p - Maximum line length is 80
    06-21 p >1 Maximum line length is 100
    10-22 p >2 Maximum line length is 120
    ? maximum line length

    # answers
    01-19 p - Prefers short answers in chat
    07-22 p >1 Prefers long answers in chat
    ? answers in chat

    # black to ruff
    01-20 p - Format Python code with black
    04-23 p >1 Format Python code with ruff instead of black
    ? format Python code

    # emojis
    01-21 p - Never use emojis in pull request titles
    08-24 p >1 Always use emojis in pull request titles
    ? emojis in pull request titles

    # branch names
    01-22 p - Branch names start with feature/
    05-25 p >1 Branch names start with the ticket number instead of feature/
    ? how do branch names start

    # theme
    01-23 p - Uses the light theme in the terminal
    03-26 p >1 Uses the dark theme in the terminal
    ? theme in the terminal

    # commit language
    01-24 p - Commit messages are written in German
    04-27 p >1 Commit messages are written in English now
    ? language of commit messages

    # force push
    01-25 p - Force pushing to feature branches is allowed
    06-28 p >1 Force pushing to feature branches is forbidden
    ? force pushing to feature branches

    # coffee
    01-26 f - Drinks coffee during long reviews
    05-29 f >1 Drinks tea during long reviews, no longer coffee
    ? drinks during long reviews

    # home
    01-27 f - Lives in Lisbon
    07-30 f >1 Lives in Porto
    ? where does the user live

    # employer
    01-28 f - Works at Brightwater as a backend engineer
    08-31 f >1 Works at Fernhill as a backend engineer
    ? works as a backend engineer

    # time zone
    01-29 f - The user's time zone is UTC+1
    03-30 f >1 The user's time zone is UTC-5
    ? time zone

    # pronoun of address, name
    01-30 f - The user's name is Robin Hale
    09-01 f >1 The user's name is Robin Castell
    ? name of the user

    # working days
    01-31 f - Works four days a week
    04-01 f >1 Works five days a week
    ? days a week

    # node version
    02-01 e - The billing service runs on Node 20
    06-02 e >1 The billing service now runs on Node 22
    ? which Node does the billing service run on

    # node version across categories
    02-02 e - The gateway runs on Node 18
    06-03 v >1 The gateway runs on Node 22 now
    ? gateway Node

    # port
    02-03 e - The orchard API listens on port 8080
    05-04 e >1 The orchard API listens on port 9090
    ? orchard API port

    # postgres
    02-04 e - The ledger database is PostgreSQL 15
    07-05 e >1 The ledger database is PostgreSQL 17
    ? ledger database

    # hosting
    02-05 e - The website is hosted on Netlify
    04-06 e >1 The website is hosted on Cloudflare Pages
    10-07 e >2 The website moved from Cloudflare Pages back to Netlify
    ? website hosted

    # queue
    02-06 e - RabbitMQ carries the background jobs
    05-07 v >1 Background jobs moved from RabbitMQ to NATS
    ? background jobs

    # owner
    02-07 e - Anna owns the search service
    06-08 e >1 Priya owns the search service now
    ? who owns the search service

    # on call
    02-08 e - Marco is the lead of the mobile team
    08-09 e >1 Ines is the lead of the mobile team now
    ? lead of the mobile team

    # deadline
    02-09 v - The deadline of the audit is 12 March
    02-27 v >1 The deadline of the audit is 26 March
    ? deadline of the audit

    # price
    02-10 e - The pro plan costs 12 euros a month
    09-11 e >1 The pro plan costs 15 euros a month
    ? pro plan costs

    # release day
    02-11 t - Releases go out on Thursday
    06-12 t >1 Releases go out on Tuesday
    ? when do releases go out

    # standup
    02-12 t - The standup begins at 09:15
    05-13 t >1 The standup begins at 10:00
    ? standup begins

    # backups
    02-13 t - Backups run every 6 hours
    04-14 t >1 Backups run every 2 hours from today
    ? backups run

    # retention
    02-14 t - Access logs are kept for 30 days
    07-15 t >1 Access logs are kept for 90 days
    ? access logs kept

    # retries
    02-15 t - HTTP clients retry three times with backoff
    08-16 t >1 HTTP clients retry five times with backoff
    ? HTTP clients retry

    # timeout
    02-16 t - The checkout timeout is 30 seconds
    05-17 t >1 The checkout timeout is 10 seconds
    ? checkout timeout

    # minimum iOS
    02-17 v - The minimum is iOS 16
    09-18 v >1 From version 5.0 on the minimum is iOS 18
    ? minimum iOS

    # mail provider
    02-18 e - Outgoing mail goes through Mailgun
    06-19 v >1 Switched outgoing mail from Mailgun to Postmark
    ? outgoing mail

    # tracker
    02-19 e - Tickets are tracked in Jira
    05-20 e >1 Tickets are tracked in Linear now, Jira is no longer used
    ? tickets tracked

    # airflow
    02-20 e - Nightly imports are scheduled by Airflow
    08-21 v >1 Moved the nightly imports from Airflow to Dagster
    ? nightly imports

    # office
    02-21 e - The office is in Hamburg
    07-22 e >1 The office moved from Hamburg to Bremen
    ? where is the office

    # CI
    02-22 e - CI runs on Jenkins
    04-23 e >1 CI runs on Buildkite now
    ? CI runs

    # reviewer
    02-23 t - Tomas reviews every migration
    06-24 t >1 Greta reviews every migration now instead of Tomas
    ? who reviews every migration

    # feature flag tool
    02-24 e - Feature flags come from LaunchDarkly
    09-25 e >1 Feature flags come from Unleash now
    ? feature flags come from

    # minute interval, three times
    02-25 v - Sensors report every 10 minutes
    04-26 v >1 Sensors report every 5 minutes from today: the forecast needs denser data
    10-27 v >2 Sensors report every 2 minutes
    ? sensors report

    # coverage gate
    02-26 t - Coverage must stay above 80 percent
    05-27 t >1 Coverage must stay above 85 percent
    ? coverage must stay

    # docker base
    02-27 t - Images are built from Alpine 3.18
    07-28 t >1 Images are built from Alpine 3.20
    ? images built from

    # merge strategy
    02-28 p - Use merge commits for landing pull requests
    06-29 p >1 Use rebase instead of merge commits for landing pull requests
    ? landing pull requests

    # mocks
    03-01 p - Mock the database in service tests
    05-02 p >1 Never mock the database in service tests
    ? mock the database in service tests

    # logging library
    03-02 p - Use winston for logging
    08-03 p >1 Use pino for logging
    ? logging library

    # http client
    03-03 p - Use axios for HTTP requests
    04-04 p >1 Use fetch rather than axios for HTTP requests
    ? HTTP requests

    # semicolons
    03-04 p - Write TypeScript with semicolons
    06-05 p >1 Write TypeScript without semicolons
    ? TypeScript semicolons

    # telemetry
    03-05 t - Telemetry is enabled in nightly builds
    09-06 t >1 Telemetry is disabled in nightly builds
    ? telemetry in nightly builds

    # public docs
    03-06 e - The design documents are public
    07-07 e >1 The design documents are private
    ? design documents

    # german preference
    03-07 p - Nutze npm für Skripte im Backend
    06-08 p >1 Nutze pnpm statt npm für Skripte im Backend
    ? Skripte im Backend

    # german always never
    03-08 p - Antworte immer auf Deutsch
    08-09 p >1 Antworte nie auf Deutsch
    ? Antworte auf Deutsch

    # german move
    03-09 e - Der Testserver steht in Frankfurt
    05-10 e >1 Der Testserver steht jetzt in Helsinki
    ? Testserver

    # german number
    03-10 t - Sitzungen dauern höchstens 30 Minuten
    07-11 t >1 Sitzungen dauern höchstens 45 Minuten
    ? Sitzungen dauern

    # german no longer
    03-11 e - Tickets liegen in Redmine
    09-12 e >1 Tickets liegen in Youtrack, Redmine wird nicht mehr benutzt
    ? Tickets liegen

    # spanish tool
    03-12 p - Usa karma para las pruebas del navegador
    06-13 p >1 Usa cypress en lugar de karma para las pruebas del navegador
    ? pruebas del navegador

    # spanish day
    03-13 t - La entrega semanal es el lunes
    05-14 t >1 La entrega semanal es el jueves
    ? entrega semanal

    # spanish place
    03-14 f - Vive en Sevilla
    10-15 f >1 Vive en Granada
    ? vive

    # french tool
    03-15 p - Utilise webpack pour construire le site
    07-16 p >1 Utilise vite au lieu de webpack pour construire le site
    ? construire le site

    # french person
    03-16 e - Camille dirige l'équipe de paiement
    08-17 e >1 Noémie dirige désormais l'équipe de paiement
    ? équipe de paiement

    # french never
    03-17 p - Toujours tutoyer les clients
    06-18 p >1 Ne jamais tutoyer les clients
    ? tutoyer les clients

    # chinese tool
    03-18 p - 使用 npm 安装依赖
    05-19 p >1 安装依赖改用 pnpm，不用 npm
    ? 安装依赖

    # chinese place
    03-19 e - 测试环境部署在阿里云
    07-20 e >1 测试环境现在部署在腾讯云
    ? 测试环境部署

    # japanese tool
    03-20 p - パッケージ管理にはnpmを使う
    06-21 p >1 パッケージ管理にはnpmではなくbunを使う
    ? パッケージ管理

    # deploys, taken back
    03-21 p - Deploy on Fridays is allowed for the shop
    04-22 p >1 Deploy on Fridays is forbidden for the shop
    09-23 p >2 Deploy on Fridays is allowed for the shop
    ? deploy on Fridays for the shop

    # cache
    03-22 e - Sessions are stored in Redis
    08-23 e >1 Sessions are stored in Valkey instead of Redis
    ? sessions stored

    # vegetarian
    03-23 f - Eats lunch at 12:00
    06-24 f >1 Eats lunch at 13:30
    ? eats lunch

    # model
    03-24 e - The default model is Sonnet
    05-25 e >1 The default model is Opus
    11-01 e >2 The default model is Sonnet
    ? default model

    # handed over
    03-25 e - Oskar approves invoices above 5,000 euros
    10-26 e >1 Fatima approves invoices above 5,000 euros now
    ? approves invoices

    # limit
    03-26 e - The upload limit is 20 MB
    07-27 e >1 The upload limit was raised to 50 MB
    ? upload limit

    # staging url
    03-27 e - Staging is at stage.orchard.example
    06-28 e >1 Staging is now at preview.orchard.example
    ? staging

    # said by two, the person's word
    03-28 p - Avoid nested ternaries in reviews of the shop
    07-29 p >1 Allow nested ternaries in reviews of the shop
    ? nested ternaries in reviews of the shop

    # renamed
    03-29 e - The internal codename is Heron
    07-30 e >1 The internal codename is Osprey
    ? internal codename

    #= two scopes of one tool
    01-10 p - Use pytest for unit tests of the parser
    05-10 p - Use pytest for integration tests of the parser
    ? pytest for parser tests

    #= two languages
    01-11 p - Use tabs in Go files
    05-11 p - Use two spaces in Swift files
    ? indent Go or Swift files

    #= two services
    01-12 e - The invoice service listens on port 7001
    05-12 e - The receipt service listens on port 7002
    ? invoice receipt service port

    #= two environments
    01-13 e - The staging cluster has three nodes in Oslo
    05-13 e - The production cluster has nine nodes in Oslo
    ? cluster nodes in Oslo

    #= two events
    01-14 v - The warehouse importer was deployed on Monday
    05-14 v - The warehouse importer was deployed on Tuesday
    ? warehouse importer deployed

    #= two releases
    01-15 v - Released kestrel 2.0 with the new parser
    05-15 v - Released kestrel 3.0 with the new scheduler
    ? released kestrel

    #= two rules about git
    01-16 p - Never push to main
    05-16 p - Always push to a feature branch first
    ? push branch

    #= a rule and its exception
    01-17 p - Never log customer names
    05-17 p - Log the customer id with every request
    ? log customer

    #= two people, two areas
    01-18 e - Lena owns the pricing tables
    05-18 e - Jonas owns the pricing page
    ? who owns pricing

    #= supports both
    01-19 e - The exporter supports CSV
    05-19 e - The exporter now also supports Parquet
    ? exporter supports

    #= two stations
    01-20 e - Station 12 reports every 15 minutes
    05-20 e - Station 14 reports every 20 minutes
    ? station reports

    #= two habits
    01-21 f - Reads Rust fluently
    05-21 f - Reads Japanese fluently
    ? reads fluently

    #= avoided here, used there
    01-22 p - Avoid lodash in the browser bundle
    05-22 p - Use lodash in build scripts
    ? lodash

    #= a registry and a tool
    01-23 p - Publish crates to artifactory with provenance
    05-23 p - Install Python wheels from the mirror, not artifactory
    ? artifactory crates wheels

    #= german scopes
    01-24 p - Nutze Tabs in Makefiles
    05-24 p - Nutze Leerzeichen in YAML-Dateien
    ? Tabs Leerzeichen Makefiles YAML

    #= two meetings
    01-25 t - The design meeting begins at 14:00
    05-25 t - The hiring meeting begins at 16:00
    ? meeting begins

    #= chinese front and back
    01-26 t - 前端用 React 编写
    05-26 t - 后端用 Go 编写
    ? 前端 后端 编写

    #= two prices
    01-27 e - The basic ticket costs 9 euros a day
    05-27 e - The family ticket costs 24 euros a day
    ? ticket costs

    #= short here, long there
    01-28 p - Prefers short commit messages
    05-28 p - Prefers long variable names
    ? prefers messages names

    #= a decision and a later one of the same kind
    01-29 v - We decided to use gRPC between internal services
    05-29 v - We decided to use REST for public services
    ? decided services

    #= two timeouts
    01-30 t - The connect timeout of the crawler is 5 seconds
    05-30 t - The read timeout of the crawler is 60 seconds
    ? timeout of the crawler
    """
}
