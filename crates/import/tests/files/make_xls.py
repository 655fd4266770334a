"""Makes the .xls files in this folder: python3 make_xls.py, with xlwt 1.3 from PyPI."""
import os
import datetime
import xlwt
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), '')
def book(): return xlwt.Workbook(encoding='utf-8')
# entities.xls: title row, dates, a hidden row, a hidden sheet
b=book(); s=b.add_sheet('名录'); s.write(0,0,'检查对象名录库')
for i,h in enumerate(['统一社会信用代码/注册号','企业名称','成立日期','备注']): s.write(1,i,h)
d=xlwt.easyxf(num_format_str='yyyy-mm-dd')
s.write(2,0,'91350100M000100Y43'); s.write(2,1,'某某商贸有限公司'); s.write(2,2,datetime.date(2018,6,14),d); s.write(2,3,'甲')
s.write(3,0,'SC-0002'); s.write(3,1,'某某小卖部'); s.write(3,2,'2019年1月2日')
s.row(3).hidden=True
h=b.add_sheet('旧表'); h.write(0,0,'旧'); h.visibility=1
b.save(out+'entities.xls')
# numbers.xls: a code of 18 digits and an old one, both as numbers
b=book(); s=b.add_sheet('Sheet1')
for i,h in enumerate(['统一社会信用代码','企业名称','备注']): s.write(0,i,h)
s.write(1,0,916108212240046410); s.write(1,1,'甲'); 
s.write(2,0,350100100000014); s.write(2,1,'乙')
b.save(out+'numbers.xls')
# two-sheets.xls: two visible sheets with data
b=book()
for n in ['一季度','二季度']:
    s=b.add_sheet(n)
    for i,h in enumerate(['统一社会信用代码','企业名称']): s.write(0,i,h)
    s.write(1,0,'SC-0001'); s.write(1,1,n)
b.save(out+'two-sheets.xls')
# traps.xls: a number shown with zeros, one with letters, merged cells, a formula that nobody has computed
b=book(); s=b.add_sheet('Sheet1')
for i,h in enumerate(['统一社会信用代码','本地编号','企业名称','所属地区','备注']): s.write(0,i,h)
s.write(1,1,1234,xlwt.easyxf(num_format_str='000000')); s.write(1,2,'甲')
s.write(2,1,12,xlwt.easyxf(num_format_str='"SC"0000')); s.write(2,2,'乙')
s.write(3,0,'SC-3'); s.write(3,2,'丙'); s.write_merge(3,4,3,3,'城关镇'); s.write(4,0,'SC-4'); s.write(4,2,'丁')
s.write(5,0,'SC-5'); s.write(5,2,'戊'); s.write(5,4,xlwt.Formula('"a"&"b"'))
b.save(out+'traps.xls')
# days-1904.xls: a workbook whose days count from 1904
b=book(); b.dates_1904=True; s=b.add_sheet('Sheet1')
for i,h in enumerate(['统一社会信用代码','企业名称','成立日期']): s.write(0,i,h)
s.write(1,0,'SC-1'); s.write(1,1,'甲'); s.write(1,2,43831)
b.save(out+'days-1904.xls')
