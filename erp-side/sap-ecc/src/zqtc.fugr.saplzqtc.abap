  INCLUDE lzqtctop.                          " Global data
  INCLUDE lzqtcuxx.                          " Function modules
  INCLUDE lzqtcf01.                          " The key: lock, row, commit
  INCLUDE lzqtcf02.                          " Open items and FB05
  INCLUDE lzqtcf03.                          " Clearing and looking up
  INCLUDE lzqtcf04.                          " Customers
