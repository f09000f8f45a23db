# Confines itself to some files with Landlock, and then becomes the given program.
#
#   perl landlock.pl [r PATH | w PATH]... -- PROGRAM [PARAMETER]...
#
# r: may be read and executed; w: may be changed as well. A folder stands for all below it. A path that does not exist
# is left out. Without a program it prints the version of Landlock, and fails if the kernel has none. In Perl because
# every Debian has one, and because it can make the three system calls, whose numbers are the same on every processor.
use strict;
use warnings;
no warnings 'exec';

my ($create_ruleset, $add_rule, $restrict_self) = (444, 445, 446);
my ($o_path, $path_beneath) = (0x200000, 1);

my $version = syscall($create_ruleset, 0, 0, 1);
fail('the kernel has no Landlock') if $version < 1;
unless (@ARGV) { print "$version\n"; exit 0 }

# Rights by the version that brought them: 1 has bits 0 to 12, 2 refer, 3 truncate, 5 ioctl on devices.
my $all = (1 << 13) - 1;
$all |= 1 << 13 if $version >= 2;
$all |= 1 << 14 if $version >= 3;
$all |= 1 << 15 if $version >= 5;
my $read = $all & (1 << 0 | 1 << 2 | 1 << 3 | 1 << 15);
my $of_files = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15;

# From version 4 on, TCP as well; from 6 on, abstract sockets and signals to processes outside.
my $attributes = pack('Q', $all);
$attributes .= pack('Q', 3) if $version >= 4;
$attributes .= pack('Q', 3) if $version >= 6;
my $ruleset = syscall($create_ruleset, $attributes, length $attributes, 0);
fail("landlock_create_ruleset: $!") if $ruleset < 0;

while (@ARGV and (my $how = shift @ARGV) ne '--') {
  my $path = shift @ARGV;
  sysopen(my $file, $path, $o_path) or next;
  my $rights = $how eq 'w' ? $all : $read;
  $rights &= $of_files unless -d $file;
  my $rule = pack('Ql', $rights, fileno $file);
  fail("landlock_add_rule: $path: $!") if syscall($add_rule, $ruleset, $path_beneath, $rule, 0) < 0;
}
fail("landlock_restrict_self: $!") if syscall($restrict_self, $ruleset, 0) < 0;
exec { $ARGV[0] } @ARGV or fail("failed to execute $ARGV[0]: $!");

sub fail {
  print STDERR "landlock: $_[0]\n";
  exit 126;
}
