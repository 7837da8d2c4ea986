extension UpdateHistories {
  /// Forty more, written before the rules of `Truth by writing` were, and never looked at while they were changed: they say what the rules are worth on
  /// sentences that nobody had in mind.
  static let heldOut = """
    # deploy target
    02-01 e - The customer portal is deployed on Heroku
    06-03 e >1 The customer portal now lives on Render
    ? customer portal deployed

    # python version
    02-02 e - The forecasting job needs Python 3.10
    06-04 e >1 The forecasting job needs Python 3.12
    ? forecasting job Python

    # product owner
    02-03 e - Helena is the product owner of the kiosk app
    09-05 e >1 Since September Yusuf is the product owner of the kiosk app
    ? product owner kiosk

    # secrets
    02-04 e - Secrets are kept in Vault
    07-06 v >1 We replaced Vault with AWS Secrets Manager for keeping secrets
    ? where are secrets kept

    # components
    02-05 p - Style components with styled-components
    05-07 p >1 Style components with Tailwind instead of styled-components
    ? style components

    # rotation
    02-06 t - The on-call rotation changes every Monday
    08-08 t >1 The on-call rotation changes every Wednesday
    ? on-call rotation

    # go version
    02-07 e - The relay is compiled with Go 1.21
    06-09 e >1 The relay was upgraded from Go 1.21 to Go 1.23
    ? relay Go

    # freeze
    02-08 v - Feature freeze for the spring release is on 3 April
    03-10 v >1 Feature freeze for the spring release has been postponed to 10 April
    ? feature freeze spring release

    # name of a database
    02-09 e - The staging database is called orchard_stage
    06-11 e >1 The staging database is called orchard_preview now
    ? staging database called

    # changelog
    02-10 p - Write changelog entries by hand
    06-12 p >1 No longer write changelog entries by hand, generate them from commits
    ? changelog entries

    # orm
    02-11 e - The invoicing backend talks to the database through Sequelize
    06-13 v >1 The invoicing backend switched to Prisma, Sequelize is gone
    ? invoicing backend database

    # phone
    02-12 f - The user uses an iPhone 12 for testing
    10-14 f >1 The user uses a Pixel 9 for testing now
    ? phone for testing

    # monorepo tool
    02-13 e - The monorepo is managed by Lerna
    06-15 e >1 Nx manages the monorepo now, Lerna was removed
    ? monorepo managed

    # approvals
    02-14 t - Every pull request needs two approvals
    06-16 t >1 Every pull request needs one approval
    ? approvals pull request

    # broker
    02-15 e - Kafka is the message broker of the fleet service
    06-17 e >1 Redpanda is the message broker of the fleet service
    ? message broker fleet

    # sprints
    02-16 t - Sprints last two weeks
    06-18 t >1 Sprints last three weeks from now on
    ? sprints last

    # contact
    02-17 e - The contact at Larkfield Insurance is Dagny Holm
    06-19 e >1 The new contact at Larkfield Insurance is Petra Voss
    ? contact at Larkfield

    # wireframes
    02-18 p - Draw wireframes in Sketch
    06-20 p >1 Draw wireframes in Figma from today
    ? wireframes

    # rate limit
    02-19 e - The public API allows 100 requests a minute
    06-21 e >1 The public API allows 300 requests a minute
    ? public API requests a minute

    # crashes
    02-20 e - Crashes are reported to Rollbar
    06-22 e >1 Crashes are now reported to Sentry
    ? crashes reported

    # metrics, three times
    02-21 e - Metrics are collected by Graphite
    05-23 e >1 Metrics are collected by Prometheus, Graphite is switched off
    10-24 e >2 VictoriaMetrics has replaced Prometheus for collecting metrics
    ? metrics collected

    # default branch
    02-22 e - The default branch of the docs repository is master
    06-24 e >1 The default branch of the docs repository is main
    ? default branch of the docs repository

    # german contact
    02-23 e - Ansprechpartnerin für den Shop ist Frau Behrens
    06-25 e >1 Ansprechpartner für den Shop ist jetzt Herr Kluge
    ? Ansprechpartner Shop

    # german site
    02-24 e - Die Webseite wird mit Gatsby gebaut
    06-26 e >1 Die Webseite wird seit Mai mit Astro statt Gatsby gebaut
    ? Webseite gebaut

    # german day
    02-25 t - Das Planungstreffen ist immer dienstags
    06-27 t >1 Das Planungstreffen ist ab sofort donnerstags
    ? Planungstreffen

    # spanish server
    02-26 e - El servidor de pruebas está en Madrid
    06-28 e >1 El servidor de pruebas está ahora en Dublín
    ? servidor de pruebas

    # french day
    02-27 t - Les déploiements ont lieu le mardi
    06-29 t >1 Les déploiements ont lieu désormais le jeudi
    ? déploiements

    # french tool
    02-28 e - Les maquettes sont dans Zeplin
    06-30 e >1 Les maquettes ne sont plus dans Zeplin mais dans Figma
    ? maquettes

    # chinese database
    03-01 e - 数据库用的是 MySQL
    07-01 e >1 数据库已经换成 PostgreSQL
    ? 数据库

    # japanese meeting
    03-02 t - 会議は月曜日に行う
    07-02 t >1 会議は水曜日に変更した
    ? 会議

    # shell of answers
    03-03 p - Answer with bash commands
    07-03 p >1 Answer with fish commands instead, not bash
    ? answer with commands

    # employer
    03-04 f - I am a data engineer at Norrland Freight
    07-04 f >1 I changed jobs: I am a data engineer at Cobalt Maps now
    ? data engineer at

    # any
    03-05 p - Allow any in TypeScript test files
    07-05 p >1 Don't allow any in TypeScript test files any more
    ? any in TypeScript test files

    #= two environments
    02-01 e - The staging queue holds messages for 2 days
    06-01 e - The production queue holds messages for 14 days
    ? queue holds messages

    #= two customers
    02-02 e - Customer Albrecht pays in euros
    06-02 e - Customer Nakamura pays in yen
    ? customer pays in

    #= one more country
    02-03 e - The shop is available in Norway
    06-03 e - The shop is now available in Finland too
    ? shop available in

    #= two outages
    02-04 v - The payment outage on Monday was caused by an expired certificate
    06-04 v - The payment outage on Thursday was caused by a full disk
    ? payment outage caused

    #= two systems
    02-05 p - On Linux, use apt for system packages
    06-05 p - On macOS, use brew for system packages
    ? system packages

    #= the whole and a part
    02-06 e - The admin UI is written in React
    06-06 e - The checkout widget of the admin UI is written in Svelte
    ? admin UI written in

    #= another thing is denied
    02-07 p - Don't mock the clock in unit tests
    06-07 p - Mock the mail gateway in unit tests
    ? mock in unit tests
    """
}
