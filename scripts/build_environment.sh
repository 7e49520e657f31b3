# Sourced by run.sh, test.sh and bench/run.sh. What ccache must know about precompiled headers, and
# that two clones of the project share its results.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR=$PWD
export CCACHE_NOHASHDIR=yes
