# Made by .ci/release/make from .ci/release/continuity.rb.
class Continuity < Formula
  desc "Local memory for coding agents: one program, one SQLite file"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/continuity-@VERSION@-macos-arm64.tar.gz"
      sha256 "@SHA256-macos-arm64@"
    end
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/continuity-@VERSION@-macos-x86_64.tar.gz"
      sha256 "@SHA256-macos-x86_64@"
    end
  end

  on_linux do
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/continuity-@VERSION@-linux-x86_64.tar.gz"
      sha256 "@SHA256-linux-x86_64@"
    end
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/continuity-@VERSION@-linux-aarch64.tar.gz"
      sha256 "@SHA256-linux-aarch64@"
    end
  end

  def install
    bin.install "bin/continuity"
    man1.install "share/man/man1/continuity.1"
    bash_completion.install "share/bash-completion/completions/continuity"
    zsh_completion.install "share/zsh/site-functions/_continuity"
    fish_completion.install "share/fish/vendor_completions.d/continuity.fish"
    doc.install Dir["share/doc/continuity/*"]
  end

  def caveats
    <<~TEXT
      `continuity init` connects the agents on this machine, and shows each change first.
    TEXT
  end

  test do
    ENV["CONTINUITY_HOME"] = testpath/"store"
    system bin/"continuity", "remember", "The spare key hangs behind the clock."
    assert_match "behind the clock", shell_output("#{bin}/continuity find --all-projects 'where is the key'")
  end
end
